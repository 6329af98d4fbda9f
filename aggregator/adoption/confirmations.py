"""Which store measures under which version since when, as the stores themselves have signed.

Source: shared/wire/PROTOCOL.md §11.9.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from aggregator.adoption.tables import PolicyConfirmationRow
from aggregator.audit.log import note
from aggregator.bodies import Signed
from aggregator.hub import Hub
from aggregator.tables import EdgeRow, PolicyRow
from privacy.signing import verify
from shared.schemas.confirmation import Confirmation, SignedConfirmation
from shared.wire.problems import Problem


@dataclass(frozen=True, slots=True)
class Running:
    """One enrolled node and the newest version that it has confirmed."""

    edge_id: str
    site_id: str
    """Empty at the helper, which knows no sites."""
    version: int
    """0 while it has confirmed none."""
    policy_hash: bytes
    """Empty while it has confirmed none."""
    measuring_since: datetime | None


def confirm(session: Session, request: Signed[SignedConfirmation], hub: Hub) -> Problem | None:
    """Keep the node's word, or say why not; the first word about a version stands, whatever comes again."""
    said = request.model.confirmation
    edge = session.get(EdgeRow, said.edge_id)
    if edge is None or edge.retired_at is not None:
        return Problem("unknown_edge")
    signature = bytes.fromhex(request.model.signature)
    if not verify(edge.public_key, "shoal/1 confirmation", request.message, signature):
        return Problem("bad_signature")
    policy = session.get(PolicyRow, bytes.fromhex(said.policy_hash))
    if policy is None or policy.version != said.version:
        return Problem("unknown_policy", f"version {said.version} of that hash was not adopted here")
    if session.get(PolicyConfirmationRow, (said.edge_id, policy.policy_hash)) is None:
        _keep(session, said, policy, hub.clock.now())
    return None


def by_node(session: Session) -> list[Running]:
    """Return every enrolled node, by site and id, with the newest version it has confirmed."""
    latest: dict[str, PolicyConfirmationRow] = {}
    rows = session.exec(select(PolicyConfirmationRow).order_by(col(PolicyConfirmationRow.version))).all()
    for row in rows:
        latest[row.edge_id] = row
    active = select(EdgeRow).where(col(EdgeRow.retired_at).is_(None))
    edges = session.exec(active.order_by(EdgeRow.site_id, EdgeRow.edge_id)).all()
    return [_running(edge, latest.get(edge.edge_id)) for edge in edges]


def confirmed_by(running: Sequence[Running], version: int) -> tuple[int, int]:
    """Return how many of how many nodes measure under the version or a later one."""
    return sum(node.version >= version for node in running), len(running)


def _running(edge: EdgeRow, row: PolicyConfirmationRow | None) -> Running:
    if row is None:
        return Running(edge.edge_id, edge.site_id, 0, b"", None)
    return Running(edge.edge_id, edge.site_id, row.version, row.policy_hash, row.measuring_since)


def _keep(session: Session, said: Confirmation, policy: PolicyRow, now: datetime) -> None:
    session.add(
        PolicyConfirmationRow(
            edge_id=said.edge_id,
            policy_hash=policy.policy_hash,
            version=said.version,
            measuring_since=said.measuring_since,
            confirmed_at=now,
        )
    )
    detail = {"step": "confirmed", "policy_hash": said.policy_hash, "edge_id": said.edge_id}
    note(session, "policy_step", f"version {said.version}", detail, at=now)
