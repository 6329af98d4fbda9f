"""What a decision about one message rests on, read from the database under the write lock."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, select

from aggregator.adopted import Adopted
from aggregator.hub import Hub
from aggregator.tables import BatchRow, EdgeRow, LayoutRow, ReportRow
from privacy.keys import HpkePrivateKey
from shared.ids import CohortId, EdgeId, SiteId
from shared.schemas.layout import SiteLayout
from shared.wire.codec import Envelope, Header, Role


@dataclass(frozen=True, slots=True)
class Message:
    """One envelope as it came."""

    envelope: Envelope
    header: Header
    digest: bytes
    """SHA-256 over the envelope's bytes."""


@dataclass(frozen=True, slots=True)
class KnownEdge:
    """An enrolled edge."""

    public_key: bytes
    site_id: SiteId
    cohort_id: CohortId
    """At the leader: as the helper told it, empty until it did."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything steps 2–11 of PROTOCOL.md §14 ask about."""

    role: Role
    now: datetime
    edge: KnownEdge | None
    key: HpkePrivateKey | None
    """The private key the envelope names, while it may be used."""
    policies: dict[bytes, Adopted]
    layout: SiteLayout | None
    """The layout the edge registered under the header's hash."""
    held_digest: bytes | None
    """Envelope digest of the report held under the same id."""
    has_reported: bool
    """True when another report of (edge, epoch, task) is held."""
    batch_state: str | None
    """State of the cohort batch the report would enter; None while it takes shares."""


@dataclass(slots=True)
class FactReader:
    """Reads facts; remembers parsed layouts, which never change under their hash."""

    hub: Hub
    _layouts: dict[tuple[str, bytes], SiteLayout] = field(default_factory=dict)

    def read(self, session: Session, message: Message) -> Facts:
        """Return the facts about the message as of now."""
        header, now = message.header, self.hub.clock.now()
        edge = self._edge(session, header.edge_id)
        held = session.get(ReportRow, header.report_id)
        return Facts(
            role=self.hub.role,
            now=now,
            edge=edge,
            key=self.hub.keyring.private(session, message.envelope.key_id, now),
            policies=self.hub.policies.refresh(session),
            layout=self._layout(session, header.edge_id, header.layout_hash),
            held_digest=held.envelope_digest if held else None,
            has_reported=_has_reported(session, header),
            batch_state=_batch_state(session, header, edge),
        )

    def _edge(self, session: Session, edge_id: EdgeId) -> KnownEdge | None:
        row = session.get(EdgeRow, edge_id)
        if row is None or row.retired_at is not None:
            return None
        return KnownEdge(row.public_key, SiteId(row.site_id), CohortId(row.cohort_id))

    def _layout(self, session: Session, edge_id: str, layout_hash: bytes) -> SiteLayout | None:
        if self.hub.role == "helper":
            return None
        known = self._layouts.get((edge_id, layout_hash))
        if known is None:
            row = session.get(LayoutRow, (edge_id, layout_hash))
            if row is None:
                return None
            known = self._layouts[edge_id, layout_hash] = SiteLayout.model_validate_json(row.document)
        return known


def _has_reported(session: Session, header: Header) -> bool:
    same = select(ReportRow.report_id).where(
        ReportRow.edge_id == header.edge_id,
        ReportRow.epoch == header.epoch,
        ReportRow.task_id == header.task_id,
    )
    return session.exec(same).first() not in (None, header.report_id)


def _batch_state(session: Session, header: Header, edge: KnownEdge | None) -> str | None:
    if edge is None or not edge.cohort_id:
        return None
    batch = select(BatchRow.state).where(
        BatchRow.task_id == header.task_id,
        BatchRow.cohort_id == edge.cohort_id,
        BatchRow.epoch == header.epoch,
    )
    return session.exec(batch).first()
