"""The calls by which edges come to know an aggregator: keys, policy, enrolment, layouts.

Source: shared/wire/PROTOCOL.md §9–§13 and §19.
"""

import logging
import re
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from sqlmodel import Session

from aggregator.adopted import documents_after, newest_document
from aggregator.answers import model_answer, plain_problem, problem_answer
from aggregator.audit.refusals import count
from aggregator.bodies import json_body, parse
from aggregator.database import reading, writing
from aggregator.errors import HomeError
from aggregator.fleet.enrolment import enrol
from aggregator.fleet.identity import Vouching
from aggregator.fleet.layouts import register
from aggregator.hub import Hub
from aggregator.keyring import signed_list
from shared.schemas.enrolment import LayoutRegistration, SignedEnrolmentRequest
from shared.wire.problems import Problem

Body = Annotated[bytes, Depends(json_body)]
_HASH = re.compile(r"[0-9a-f]{64}")
_NONCE = re.compile(r"[0-9a-f]{32}")
_log = logging.getLogger(__name__)


def router(hub: Hub) -> APIRouter:
    """Return the routes; the leader alone takes layouts."""
    routes = APIRouter()
    routes.add_api_route("/v1/keys", lambda: _keys(hub), methods=["GET"])
    routes.add_api_route("/v1/policy", lambda: _policy(hub), methods=["GET"])
    vouching = Vouching.begin(hub)

    @routes.get("/v1/identity")
    def identity(nonce: str = "") -> Response:
        return _identity(vouching, nonce)

    @routes.get("/v1/policies")
    def policies(after: str = "") -> Response:
        return _policies(hub, after)

    @routes.post("/v1/enrolments")
    def enrolments(body: Body) -> Response:
        return _enrol(hub, body)

    if hub.role == "leader":

        @routes.put("/v1/layouts")
        def layouts(body: Body) -> Response:
            return _register(hub, body)

    return routes


def _identity(vouching: Vouching, nonce: str) -> Response:
    if not _NONCE.fullmatch(nonce):
        return problem_answer(Problem("malformed", "expected nonce=<32 hex characters>"))
    try:
        return model_answer(vouching.answer(nonce))
    except HomeError as error:
        _log.warning("%s", error)
        return plain_problem(503, "the certificate cannot be read just now", retry_after_s=60)


def _keys(hub: Hub) -> Response:
    with reading(hub.engine) as session:
        return model_answer(signed_list(session, hub.role, hub.home, hub.clock.now()))


def _policy(hub: Hub) -> Response:
    with reading(hub.engine) as session:
        document = newest_document(session)
    if document is None:
        return plain_problem(404, "no policy has been adopted here yet")
    return Response(document, media_type="application/json")


def _policies(hub: Hub, after: str) -> Response:
    """Answer with the versions that followed one, or with the newest alone to whoever holds none."""
    if after and not _HASH.fullmatch(after):
        return problem_answer(Problem("malformed", "expected after=<policy hash, 64 hex characters>"))
    with reading(hub.engine) as session:
        if after:
            steps = documents_after(session, bytes.fromhex(after))
        else:
            newest = newest_document(session)
            steps = [] if newest is None else [newest]
    if steps is None:
        return problem_answer(Problem("unknown_policy", "the version named was never adopted here"))
    return Response(f'{{"steps":[{",".join(steps)}]}}', media_type="application/json")


def _enrol(hub: Hub, body: bytes) -> Response:
    request = parse(body, SignedEnrolmentRequest)
    if isinstance(request, Problem):
        return problem_answer(request)
    with writing(hub.engine) as session:
        answer = enrol(session, request, hub)
        _count(session, answer, hub)
    return problem_answer(answer) if isinstance(answer, Problem) else model_answer(answer)


def _register(hub: Hub, body: bytes) -> Response:
    request = parse(body, LayoutRegistration)
    if isinstance(request, Problem):
        return problem_answer(request)
    with writing(hub.engine) as session:
        refusal = register(session, request.model, hub)
        _count(session, refusal, hub)
    return problem_answer(refusal) if refusal else Response(status_code=204)


def _count(session: Session, answer: object, hub: Hub) -> None:
    if isinstance(answer, Problem):
        count(session, {answer.name: 1}, hub.clock.now())
