"""Forms: read up to a bound, and only when they come from a page that this session was shown."""

from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import parse_qs

from fastapi import Depends, HTTPException, Request

from edge_node.console.access import Session, is_from_page

MOST_BYTES: Final = 4_096
"""A choice: the longest form names some dozen cameras."""
_FIELDS: Final = 64
"""Largest number of fields; the same cameras."""


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed, and in which session."""

    session: Session
    values: dict[str, list[str]]

    def one(self, name: str) -> str:
        """Return the field without white space around it; empty when it was not sent."""
        return self.values.get(name, [""])[0].strip()

    def all(self, name: str) -> list[str]:
        """Return every value of the field that is not empty."""
        return [value for value in self.values.get(name, []) if value]


def session_of(request: Request) -> Session:
    """Return whose request it is; the guard has let nobody else through."""
    session: Session = request.scope["session"]
    return session


async def checked(request: Request) -> Form:
    """Return the form.  Raises: HTTPException for one that is not of this session's page, or is none."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(415, f"expected a form, got {kind or 'no content type'}")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise HTTPException(413, f"expected a form of at most {MOST_BYTES} bytes, got more")
    try:
        text = body.decode("ascii")
        values = parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except ValueError as error:
        raise HTTPException(400, "expected a form, got something else") from error
    form = Form(session_of(request), values)
    if not is_from_page(form.session, form.one("token")):
        raise HTTPException(403, "expected a form of this page; open the page again")
    return form


Shown = Annotated[Session, Depends(session_of)]
Typed = Annotated[Form, Depends(checked)]
