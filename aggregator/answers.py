"""How a refusal looks over HTTP: RFC 9457 problem documents, and nothing else.

Source: shared/wire/PROTOCOL.md §9.
"""

import json
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import Response
from pydantic import BaseModel

from shared.schemas.layout import canonical_json
from shared.wire.problems import Problem

PROBLEM_TYPE = "application/problem+json"


def problem_answer(problem: Problem) -> Response:
    """Return a protocol refusal."""
    return Response(json.dumps(problem.to_json()), problem.status, media_type=PROBLEM_TYPE)


def plain_problem(status: int, detail: str, *, retry_after_s: int | None = None) -> Response:
    """Return a refusal HTTP has a number for and the protocol no name (RFC 9457 §4.2.1: about:blank)."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    headers = {"Retry-After": str(retry_after_s)} if retry_after_s else None
    return Response(json.dumps(body), status, headers, media_type=PROBLEM_TYPE)


def model_answer(model: BaseModel, status: int = 200) -> Response:
    """Return a wire model in canonical form."""
    return Response(canonical_json(model), status, media_type="application/json")


def json_answer(body: Mapping[str, object]) -> Response:
    """Return a JSON object."""
    return Response(json.dumps(body, ensure_ascii=False), media_type="application/json")
