"""A call of the leader at the helper: one signed request, authenticated, worked on, answered signed.

Source: shared/wire/PROTOCOL.md §9, §16.
"""

from collections.abc import Callable
from typing import TypeVar

from fastapi import Response
from pydantic import BaseModel
from sqlmodel import Session

from aggregator.aggregate.peer_requests import authenticate
from aggregator.answers import json_answer, problem_answer
from aggregator.audit.refusals import count
from aggregator.bodies import parse
from aggregator.database import writing
from aggregator.hub import Hub
from shared.schemas import learning, peer
from shared.schemas.layout import canonical_json
from shared.wire.problems import Problem

Asked = TypeVar(
    "Asked",
    peer.SignedHeld,
    peer.SignedCollect,
    peer.SignedVerify,
    peer.SignedCohorts,
    peer.SignedWitness,
    learning.SignedRoundHeld,
    learning.SignedRoundSum,
)


def answered(
    hub: Hub, body: bytes, model: type[Asked], work: Callable[[Session, Asked], BaseModel | Problem]
) -> Response:
    """Return the signed answer of *work*, which runs for a good request only; refusals are counted."""
    parsed = parse(body, model, signed_member="request")
    if isinstance(parsed, Problem):
        return problem_answer(parsed)
    asked = parsed.model
    with writing(hub.engine) as session:
        refusal = authenticate(session, asked.request, parsed.message, asked.signature, hub)
        answer = refusal or work(session, asked)
        if isinstance(answer, Problem):
            count(session, {answer.name: 1}, hub.clock.now())
    if isinstance(answer, Problem):
        return problem_answer(answer)
    signature = hub.root.sign("shoal/1 peer", canonical_json(answer)).hex()
    return json_answer({"answer": answer.model_dump(mode="json"), "signature": signature})
