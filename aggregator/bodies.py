"""Request bodies: read up to a bound, parsed strictly, with the exact bytes a signature covers.

What is signed is taken from what was sent, not from what we would have written, so a sender's way of writing
a moment does not matter.
"""

import json
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from shared.config import describe
from shared.wire.problems import Problem

JSON_BYTES: Final = 1 << 20
"""Largest JSON body: a layout has some 10 kB, ten thousand report ids 350 kB."""

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Signed(Generic[Model]):
    """A parsed body and the canonical bytes of its signed part."""

    model: Model
    message: bytes


class TooLargeError(Exception):
    """A body longer than the call takes; answered with 413."""


async def bounded_body(request: Request, most: int) -> bytes:
    """Return the body without ever holding more than ``most`` bytes of it. Raises: TooLargeError."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > most:
        raise TooLargeError(f"expected at most {most} bytes, got {declared}")
    parts, length = [], 0
    async for part in request.stream():
        length += len(part)
        if length > most:
            raise TooLargeError(f"expected at most {most} bytes, got more")
        parts.append(part)
    return b"".join(parts)


async def json_body(request: Request) -> bytes:
    """Return a JSON call's body: the FastAPI dependency of every such route."""
    return await bounded_body(request, JSON_BYTES)


def parse(body: bytes, model: type[Model], *, signed_member: str | None = None) -> Signed[Model] | Problem:
    """Return the body as the model, with the canonical JSON of the signed part.

    The signed part is the named member, or, without one, everything but ``signature``.
    """
    try:
        parsed = model.model_validate_json(body)
        raw = json.loads(body)
    except ValidationError as error:
        return Problem("malformed", describe(error))
    except (ValueError, RecursionError) as error:
        return Problem("malformed", f"expected JSON, got something else ({type(error).__name__})")
    part = raw[signed_member] if signed_member else {k: v for k, v in raw.items() if k != "signature"}
    return Signed(parsed, canonical(part))


def canonical(part: object) -> bytes:
    """Return JSON with sorted keys and no white space, as shared.schemas.layout.canonical_json writes it."""
    return json.dumps(part, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
