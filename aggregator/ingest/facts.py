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
class Layouts:
    """Layouts by edge and hash, parsed once: they never change under their hash."""

    known: dict[tuple[str, bytes], SiteLayout] = field(default_factory=dict)

    def get(self, session: Session, edge_id: str, layout_hash: bytes) -> SiteLayout | None:
        """Return the layout if the edge has registered it."""
        key = (edge_id, layout_hash)
        if key not in self.known:
            row = session.get(LayoutRow, key)
            if row is None:
                return None
            self.known[key] = SiteLayout.model_validate_json(row.document)
        return self.known[key]


@dataclass(slots=True)
class FactReader:
    """Reads facts within one transaction, whose write lock keeps edges, keys and policies as they were."""

    hub: Hub
    session: Session
    layouts: Layouts
    now: datetime
    policies: dict[bytes, Adopted]
    _edges: dict[str, KnownEdge | None] = field(default_factory=dict)
    _keys: dict[str, HpkePrivateKey | None] = field(default_factory=dict)

    @classmethod
    def of(cls, hub: Hub, session: Session, layouts: Layouts) -> "FactReader":
        """Return a reader for the transaction that has just begun."""
        return cls(hub, session, layouts, hub.clock.now(), hub.policies.refresh(session))

    def read(self, message: Message) -> Facts:
        """Return the facts about the message as of now."""
        header = message.header
        edge = self._edge(header.edge_id)
        held = self.session.get(ReportRow, header.report_id)
        is_leader = self.hub.role == "leader"
        return Facts(
            role=self.hub.role,
            now=self.now,
            edge=edge,
            key=self._key(message.envelope.key_id),
            policies=self.policies,
            layout=self.layouts.get(self.session, header.edge_id, header.layout_hash) if is_leader else None,
            held_digest=held.envelope_digest if held else None,
            has_reported=_has_reported(self.session, header),
            batch_state=_batch_state(self.session, header, edge),
        )

    def _key(self, key_id: str) -> HpkePrivateKey | None:
        if key_id not in self._keys:
            self._keys[key_id] = self.hub.keyring.private(self.session, key_id, self.now)
        return self._keys[key_id]

    def _edge(self, edge_id: EdgeId) -> KnownEdge | None:
        if edge_id not in self._edges:
            row = self.session.get(EdgeRow, edge_id)
            self._edges[edge_id] = None if row is None or row.retired_at else _to_known(row)
        return self._edges[edge_id]


def _to_known(row: EdgeRow) -> KnownEdge:
    return KnownEdge(row.public_key, SiteId(row.site_id), CohortId(row.cohort_id))


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
