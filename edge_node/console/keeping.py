"""What the store keeps, how much of each kind, until when, and what is wrong with it: a page of its own.

It is read anew at each look, and every deletion receipt is checked against its proof: the more receipts there
are, the longer that takes. So it is not part of the page that renews itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from edge_node.commands.retention import table_of
from edge_node.consent.kept import site_of
from policies.retention import Finding, Line
from shared.clock import Clock
from shared.errors import ShoalError


@dataclass(frozen=True, slots=True)
class KeptKind:
    """One kind of data."""

    kind: str
    count: int
    oldest_at: datetime | None
    keep_for: timedelta | None
    """How long each is kept at most; None where no time ends it."""
    because: str
    """By which rule, in English."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """Everything the page says of what is kept."""

    at: datetime
    """On the store's clocks, UTC where they are not known."""
    kinds: Sequence[KeptKind] = ()
    alarms: Sequence[Finding] = ()
    swept_at: datetime | None = None
    """When what was over was last forgotten."""
    problem: str = ""
    """Why nobody can tell."""


def keeping_in(root: Path, clock: Clock) -> Keeping:
    """Return what the home keeps now; what cannot be read says so."""
    now = clock.now()
    try:
        zone = site_of(root).zone_info
        found = table_of(root, sweep=False, clock=clock)
    except (ShoalError, OSError) as error:
        return Keeping(now, problem=str(error))
    kinds = [_kind(line) for line in found.lines]
    return Keeping(now.astimezone(zone), kinds, found.findings, found.swept_at)


def _kind(line: Line) -> KeptKind:
    rule, held = line.rule, line.held
    return KeptKind(rule.kind, held.count, held.shown_at, rule.keep_for, rule.because)
