"""Every page, insight and table that is asked for leaves an entry before it is answered.

What cannot be noted is not shown: the database's refusal becomes the answer.
"""

from collections.abc import Callable
from typing import Final

from fastapi import Request

from aggregator.audit.entry import Kind
from aggregator.audit.log import note
from aggregator.database import writing
from aggregator.hub import Hub

QUERY_CHARACTERS: Final = 300
"""Of what was asked: the rest is cut off."""

_FILES: Final = (".csv", ".parquet")
_SILENT: Final = "/static/"


def noting(hub: Hub) -> Callable[[Request], None]:
    """Return the dependency to put on a router of pages, behind whatever decides who may see them."""

    def note_read(request: Request) -> None:
        path = request.url.path
        if path.startswith(_SILENT) or path == "/":
            return
        kind: Kind = "export" if path.endswith(_FILES) else "read"
        asked = request.url.query[:QUERY_CHARACTERS]
        with writing(hub.engine) as session:
            note(session, kind, path[:QUERY_CHARACTERS], {"query": asked}, at=hub.clock.now())

    return note_read
