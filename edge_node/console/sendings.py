"""What left the store: which sums, to whom, and what waits. Their bytes are forgotten once answered."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from edge_node.node import Node
from edge_node.site import Site
from edge_node.storage.journal import Journal
from edge_node.storage.outbox import Delivered
from shared.epoch import Level, bounds
from shared.wire.codec import Role

NEWEST = 10
"""Envelopes that the page lists; the others are counted."""

_LEVELS: Mapping[str, Level] = {"hour": "hour", "day": "day", "week": "week"}


@dataclass(frozen=True, slots=True)
class Sending:
    """One sealed sum, and its answer."""

    metric: str
    level: str
    """``hour``, ``day`` or ``week``."""
    starts_at: datetime | None
    """When the time that was summed up began; None where the level is none that is known."""
    role: Role
    outcome: str
    """``accepted``, or the final problem's name."""
    at: datetime


@dataclass(frozen=True, slots=True)
class Sendings:
    """Everything the page says of what left."""

    waiting: int = 0
    """Envelopes not yet answered."""
    outcomes: Mapping[str, int] = field(default_factory=dict)
    """Envelopes by answer, for as long as answers are kept."""
    newest: Sequence[Sending] = ()
    problem: str = ""
    """Why nobody can tell."""

    @property
    def accepted(self) -> int:
        """Envelopes that were taken."""
        return self.outcomes.get("accepted", 0)

    @property
    def given_up(self) -> int:
        """Envelopes that were refused, or whose time was over."""
        return sum(self.outcomes.values()) - self.accepted


def sendings_of(node: Node, site: Site) -> Sendings:
    """Return what left and what waits.  Raises: StorageError when the journal cannot be read."""
    with closing(node.open_journal()) as journal:
        return _read(journal, site.zone_info)


def _read(journal: Journal, zone: ZoneInfo) -> Sendings:
    sealed = journal.sealed
    return Sendings(
        waiting=sealed.depth(),
        outcomes=sealed.outcomes(),
        newest=[_sending(one, zone) for one in sealed.delivered(NEWEST)],
    )


def _sending(one: Delivered, zone: ZoneInfo) -> Sending:
    metric, level, *_ = (*one.task_id.split("."), "", "")
    known = _LEVELS.get(level)
    starts_at = None if known is None else bounds(one.epoch, known, zone)[0]
    return Sending(metric, level, starts_at, one.role, one.outcome, one.at)
