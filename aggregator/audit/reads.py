"""Every page, insight and table that is asked for leaves an entry before it is answered.

What cannot be noted is not shown: the database's refusal becomes the answer.
"""

from collections.abc import Callable
from typing import Final

from fastapi import Request

from aggregator.audit.entry import Kind
from aggregator.audit.log import note
from aggregator.audit.refusals import count
from aggregator.database import writing
from aggregator.hub import Hub

QUERY_CHARACTERS: Final = 300
"""Of what was asked: the rest is cut off."""

_FILES: Final = (".csv", ".parquet")


def counting(hub: Hub) -> Callable[[str], None]:
    """Return what `accounts.guard` does for everybody whose role does not hold a right: a count a minute."""

    def count_refusal(reason: str) -> None:
        with writing(hub.engine) as session:
            count(session, {reason: 1}, hub.clock.now())

    return count_refusal


def noting(hub: Hub) -> Callable[[Request, str], None]:
    """Return what `accounts.guard` does for everybody it lets in to look; nobody's name is empty."""

    def note_read(request: Request, by: str) -> None:
        path = request.url.path
        if path == "/":
            return
        kind: Kind = "export" if path.endswith(_FILES) else "read"
        detail = {"query": request.url.query[:QUERY_CHARACTERS]} | ({"by": by} if by else {})
        with writing(hub.engine) as session:
            note(session, kind, path[:QUERY_CHARACTERS], detail, at=hub.clock.now())

    return note_read
