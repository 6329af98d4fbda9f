"""Taking the audit log away over HTTP: one entry with its proof, or all of it in one file."""

import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Response
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from aggregator.accounts.guard import needs
from aggregator.accounts.person import Person
from aggregator.audit.export import Span, export
from aggregator.audit.proving import prove
from aggregator.compliance.log_page import KEY
from aggregator.database import reading
from aggregator.errors import AuditError
from aggregator.hub import Hub

BUNDLE = "audit.bundle"
"""The file's name where it is saved; `shoal audit verify` reads it."""

_Reader = Annotated[Person, Depends(needs("read_audit"))]
_Exporter = Annotated[Person, Depends(needs("export_audit"))]


def router(hub: Hub) -> APIRouter:
    """Return the log's routes, to be put under the console's prefix."""
    routes = APIRouter(tags=["pages"], include_in_schema=False)

    @routes.get(f"/{KEY}/{BUNDLE}")
    def bundle(_who: _Exporter) -> FileResponse:
        folder = tempfile.TemporaryDirectory(prefix="shoal-export-")
        file = Path(folder.name) / BUNDLE
        export(hub, file, Span(), lambda _done, _of: None)
        return FileResponse(
            file,
            filename=BUNDLE,
            media_type="application/octet-stream",
            headers={"cache-control": "no-store"},
            background=BackgroundTask(folder.cleanup),
        )

    @routes.get(f"/{KEY}/{{index}}/proof.json")
    def proof(index: int, _who: _Reader) -> Response:
        try:
            with reading(hub.engine) as session:
                found = prove(session, hub, index)
        except AuditError as error:
            raise HTTPException(404, str(error)) from error
        name = f'attachment; filename="entry-{index}.json"'
        return Response(
            found.document,
            media_type="application/json",
            headers={"content-disposition": name, "cache-control": "no-store"},
        )

    return routes
