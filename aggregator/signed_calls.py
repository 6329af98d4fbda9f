"""A call of a store that is one signed statement: parsed strictly, acted on in one unit, answered.

Source: shared/wire/PROTOCOL.md §9.
"""

from collections.abc import Callable
from typing import TypeVar

from fastapi import Response
from pydantic import BaseModel
from sqlmodel import Session

from aggregator.answers import model_answer, problem_answer
from aggregator.bodies import Signed, parse
from aggregator.database import writing
from aggregator.hub import Hub
from shared.wire.problems import Problem

Statement = TypeVar("Statement", bound=BaseModel)


def heard(
    hub: Hub,
    body: bytes,
    statement: tuple[type[Statement], str],
    act: Callable[[Session, Signed[Statement], Hub], BaseModel | Problem | None],
) -> Response:
    """Return the answer to a body that holds the statement, a model and the name of its signed member.

    What *act* gives decides: nothing is 204, a model 200, a problem its own status.
    """
    model, signed_member = statement
    request = parse(body, model, signed_member=signed_member)
    if isinstance(request, Problem):
        return problem_answer(request)
    with writing(hub.engine) as session:
        answer = act(session, request, hub)
    if isinstance(answer, Problem):
        return problem_answer(answer)
    return Response(status_code=204) if answer is None else model_answer(answer)
