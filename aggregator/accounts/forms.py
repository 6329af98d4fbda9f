"""Forms: read up to a bound, and only when they come from a page that this session was shown.

Each form carries a token derived from a cookie that no other site can read or send (`SameSite=Strict`).
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import parse_qs

from fastapi import HTTPException, Request

from aggregator.accounts.guard import access_of
from aggregator.accounts.sessions import form_token
from aggregator.bodies import bounded_body

Cookie = Literal["form", "half", "session"]
"""Before anybody signed in, between two steps, and after."""

FORM_BYTES: Final = 16_384
_FIELDS: Final = 500
"""Largest number of fields: a store group may hold some hundred sites."""


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed, by field."""

    values: Mapping[str, list[str]]

    def one(self, name: str) -> str:
        """Return the field's first value; empty when it was not sent."""
        return self.values.get(name, [""])[0]

    def all(self, name: str) -> list[str]:
        """Return every value of the field that is not empty."""
        return [value for value in self.values.get(name, []) if value]


@dataclass(frozen=True, slots=True)
class Checked:
    """A route's dependency: the form, if its token is this cookie's."""

    cookie: Cookie

    async def __call__(self, request: Request) -> Form:
        """Return the form. Raises: HTTPException for one that is not ours or from before; TooLargeError."""
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/x-www-form-urlencoded":
            raise HTTPException(415, f"expected a form, got {kind or 'no content type'}")
        body = await bounded_body(request, FORM_BYTES)
        try:
            text = body.decode("ascii")
            values = parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
        except ValueError as error:
            raise HTTPException(400, "expected a form, got something else") from error
        form = Form(values)
        kept = request.cookies.get(access_of(request).cookie(request, self.cookie), "")
        if not kept or not hmac.compare_digest(form_token(kept).encode(), form.one("token").encode()):
            raise HTTPException(400, "this form is of an earlier visit; open its page again and repeat")
        return form
