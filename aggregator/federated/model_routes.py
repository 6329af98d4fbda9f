"""The call by which a store is given the model in use, with where it came from.

What is published has paid its price in every round that made it; whoever asks gets it, as with policies.
Source: shared/wire/PROTOCOL.md §9, §21.6.
"""

import re
from typing import Final

from fastapi import APIRouter, Response

from aggregator.answers import model_answer, problem_answer
from aggregator.database import reading
from aggregator.federated import lineage
from aggregator.hub import Hub
from shared.schemas.layout import canonical_json
from shared.schemas.model import ModelStatement, SignedModel
from shared.wire.problems import Problem

MODELS: Final = "/v1/models"
_TASK: Final = re.compile(r"learn\.[a-z0-9][a-z0-9_-]{0,39}")
_VERSION: Final = re.compile(r"[0-9]{1,12}")


def router(hub: Hub) -> APIRouter:
    """Return the leader's route."""
    routes = APIRouter()

    @routes.get(MODELS)
    def models(task: str = "", after: str = "") -> Response:
        return _newest(hub, task, after)

    return routes


def _newest(hub: Hub, task: str, after: str) -> Response:
    """Answer with the model in use, with nothing when it is the version named or there is none."""
    if not _TASK.fullmatch(task) or not _VERSION.fullmatch(after):
        return problem_answer(Problem("malformed", "expected task=learn.<name> and after=<version held>"))
    with reading(hub.engine) as session:
        row = lineage.current(session, task)
        if row is None or row.version is None or row.version == int(after):
            return Response(status_code=204)
        statement = ModelStatement.model_validate(
            {
                "task": task,
                "version": row.version,
                "made_by": row.made_by,
                "round": row.round,
                "model_hash": row.model_hash,
                "parent": row.parent,
                "plan_hash": row.plan,
            }
        )
        weights = row.weights.hex()
    signature = hub.root.sign("shoal/1 model", canonical_json(statement)).hex()
    return model_answer(SignedModel(model=statement, weights=weights, signature=signature))
