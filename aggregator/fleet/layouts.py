"""The layouts sites have registered: what the numbers of their vectors mean.

Source: shared/wire/PROTOCOL.md §13.
"""

from sqlmodel import Session

from aggregator.audit.log import note
from aggregator.hub import Hub
from aggregator.tables import EdgeRow, LayoutRow
from privacy.signing import verify
from shared.schemas.enrolment import LayoutRegistration, layout_message
from shared.schemas.layout import canonical_json, layout_hash
from shared.wire.problems import Problem


def register(session: Session, registration: LayoutRegistration, hub: Hub) -> Problem | None:
    """Keep the layout as the edge's newest, or say why not; the same one again changes its date."""
    edge = session.get(EdgeRow, registration.edge_id)
    if edge is None or edge.retired_at is not None:
        return Problem("unknown_edge")
    message = layout_message(registration.edge_id, registration.layout)
    if not verify(edge.public_key, "shoal/1 layout", message, bytes.fromhex(registration.signature)):
        return Problem("bad_signature")
    now, layout = hub.clock.now(), layout_hash(registration.layout)
    is_new = session.get(LayoutRow, (edge.edge_id, layout)) is None
    session.merge(
        LayoutRow(
            edge_id=edge.edge_id,
            layout_hash=layout,
            document=canonical_json(registration.layout).decode(),
            registered_at=now,
        )
    )
    if is_new:
        said = {"event": "layout registered", "layout": layout.hex()}
        note(session, "enrolment", edge.edge_id, said, at=now)
    return None
