"""Enrolment: a device key and a one-time secret in, a signed statement of who the edge is here out.

Source: shared/wire/PROTOCOL.md §12.
"""

from sqlmodel import Session, col, select

from aggregator.audit.log import note
from aggregator.bodies import Signed
from aggregator.fleet.codes import redeem
from aggregator.fleet.cohorts import draw, members
from aggregator.hub import Hub
from aggregator.signage.signs import forget_signs
from aggregator.tables import EdgeRow
from privacy.signing import edge_id, verify
from shared.ids import EdgeId
from shared.schemas.enrolment import Enrolment, SignedEnrolment, SignedEnrolmentRequest
from shared.schemas.layout import canonical_json
from shared.wire.problems import Problem


def enrol(session: Session, request: Signed[SignedEnrolmentRequest], hub: Hub) -> SignedEnrolment | Problem:
    """Return the signed enrolment, or why there is none; the same edge may ask again.

    One node measures a site: at the leader a new one retires the one before it.
    """
    now = hub.clock.now()
    public_key = bytes.fromhex(request.model.public_key)
    signature = bytes.fromhex(request.model.signature)
    if not verify(public_key, "shoal/1 enrol", request.message, signature):
        return Problem("bad_signature", "expected the request signed by the device key it names")
    identity = edge_id(public_key)
    code = redeem(session, request.model.secret, identity, pepper=hub.home.pepper(), now=now)
    if code is None:
        return Problem("pairing_refused", "expected an unused pairing code of the last 24 hours")
    row = session.get(EdgeRow, identity) or EdgeRow(edge_id=identity, public_key=public_key, enrolled_at=now)
    row.retired_at = None
    if hub.role == "leader":
        row.site_id = code.site_id
        _retire_others(session, row, hub)
    else:
        row.cohort_id = row.cohort_id or draw(members(session).values(), hub.config.cohort_size)
    session.add(row)
    said = {"event": "enrolled", "site": row.site_id, "cohort": row.cohort_id}
    note(session, "enrolment", row.edge_id, said, at=now)
    return _signed(row, hub)


def retire(session: Session, edge: EdgeId, hub: Hub) -> bool:
    """Take an edge off the list: it is unknown here from now on, its signs too. False if it was not there."""
    row = session.get(EdgeRow, edge)
    if row is None or row.retired_at is not None:
        return False
    row.retired_at = hub.clock.now()
    session.add(row)
    forget_signs(session, edge)
    note(session, "enrolment", edge, {"event": "retired", "site": row.site_id}, at=row.retired_at)
    return True


def active_edge_of(session: Session, site_id: str) -> EdgeId | None:
    """Return the node that measures the site now."""
    active = select(EdgeRow.edge_id).where(EdgeRow.site_id == site_id, col(EdgeRow.retired_at).is_(None))
    found = session.exec(active).first()
    return EdgeId(found) if found else None


def _retire_others(session: Session, row: EdgeRow, hub: Hub) -> None:
    others = select(EdgeRow.edge_id).where(
        EdgeRow.site_id == row.site_id, EdgeRow.edge_id != row.edge_id, col(EdgeRow.retired_at).is_(None)
    )
    for other in session.exec(others).all():
        retire(session, EdgeId(other), hub)


def _signed(row: EdgeRow, hub: Hub) -> SignedEnrolment:
    enrolment = Enrolment(
        role=hub.role,
        edge_id=row.edge_id,
        site_id=row.site_id,
        cohort_id=row.cohort_id,
        root_public_key=hub.root.public_key.hex(),
        policy_public_key=hub.policy_key.hex(),
        issued_at=hub.clock.now(),
    )
    signature = hub.root.sign("shoal/1 enrolled", canonical_json(enrolment))
    return SignedEnrolment(enrolment=enrolment, signature=signature.hex())
