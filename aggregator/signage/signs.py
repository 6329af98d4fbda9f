"""Which camera's sign is attested until when, as the stores themselves have signed.

Source: shared/wire/PROTOCOL.md §11.11.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, delete, select

from aggregator.audit.log import note
from aggregator.bodies import Signed
from aggregator.hub import Hub
from aggregator.signage.tables import CameraSignRow, SignsHeardRow
from aggregator.tables import EdgeRow
from privacy.signing import verify
from shared.schemas.signs import SignedSignsReport, SignsReport
from shared.wire.problems import Problem

SOON = timedelta(days=30)
"""So long before its last day a sign is one to look at again."""


@dataclass(frozen=True, slots=True)
class StoreSign:
    """One camera of one enrolled store."""

    edge_id: str
    site_id: str
    """Empty at the helper, which knows no sites."""
    camera: str
    attested_until: date | None
    """None while no attestation is in force: the camera measures nothing."""
    said_at: datetime


def hear(session: Session, request: Signed[SignedSignsReport], hub: Hub) -> Problem | None:
    """Keep what the store says of its signs, or say why not; a word older than the last changes nothing."""
    said = request.model.signs
    edge = session.get(EdgeRow, said.edge_id)
    if edge is None or edge.retired_at is not None:
        return Problem("unknown_edge")
    if not verify(edge.public_key, "shoal/1 signs", request.message, bytes.fromhex(request.model.signature)):
        return Problem("bad_signature")
    held = session.get(SignsHeardRow, said.edge_id)
    if held is None or said.at > held.said_at:
        _keep(session, said, held, hub.clock.now())
    return None


def forget_signs(session: Session, edge_id: str) -> None:
    """Forget what a node said that measures here no longer."""
    session.exec(delete(CameraSignRow).where(col(CameraSignRow.edge_id) == edge_id))
    session.exec(delete(SignsHeardRow).where(col(SignsHeardRow.edge_id) == edge_id))


def by_camera(session: Session) -> list[StoreSign]:
    """Return every camera of every enrolled store, by site, node and name."""
    rows = session.exec(
        select(EdgeRow, CameraSignRow, SignsHeardRow)
        .join(CameraSignRow, col(CameraSignRow.edge_id) == EdgeRow.edge_id)
        .join(SignsHeardRow, col(SignsHeardRow.edge_id) == EdgeRow.edge_id)
        .order_by(EdgeRow.site_id, EdgeRow.edge_id, CameraSignRow.camera)
    ).all()
    return [
        StoreSign(edge.edge_id, edge.site_id, sign.camera, sign.attested_until, heard.said_at)
        for edge, sign, heard in rows
    ]


def to_look_at(signs: Iterable[StoreSign], today: date) -> list[StoreSign]:
    """Return the signs that are missing or end soon, the most pressing first."""
    due = [s for s in signs if s.attested_until is None or s.attested_until <= today + SOON]
    return sorted(due, key=lambda s: s.attested_until or date.min)


def _keep(session: Session, said: SignsReport, held: SignsHeardRow | None, now: datetime) -> None:
    before = session.exec(select(CameraSignRow).where(CameraSignRow.edge_id == said.edge_id)).all()
    known = {row.camera: row.attested_until for row in before}
    for sign in said.cameras:
        if sign.camera not in known or known[sign.camera] != sign.attested_until:
            until = "none" if sign.attested_until is None else sign.attested_until.isoformat()
            detail = {"edge_id": said.edge_id, "attested_until": until}
            note(session, "signage", f"camera {sign.camera}", detail, at=now)
    taken = said.objections - (0 if held is None else held.objections)
    if taken > 0:
        counted: dict[str, str | int] = {"edge_id": said.edge_id, "count": taken}
        note(session, "objection", "objections taken in a store", counted, at=now)
    session.exec(delete(CameraSignRow).where(col(CameraSignRow.edge_id) == said.edge_id))
    for sign in said.cameras:
        row = CameraSignRow(edge_id=said.edge_id, camera=sign.camera, attested_until=sign.attested_until)
        session.add(row)
    session.merge(
        SignsHeardRow(edge_id=said.edge_id, objections=said.objections, said_at=said.at, heard_at=now)
    )
