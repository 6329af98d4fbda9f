"""The retention of one home: found out from what lies there, so that it works when nothing else does."""

import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from edge_node.consent.kept import consents_of
from edge_node.consent.receipts import Receipts
from edge_node.consent.standing import Standing, standing
from edge_node.errors import StorageError
from edge_node.node import load_node
from edge_node.retention.keeping import Keeping
from edge_node.retention.kinds import Place, audit_life, keepings
from edge_node.retention.preview_log import PreviewLog
from edge_node.retention.registers import registers
from edge_node.retention.sweep import Swept, sweep
from edge_node.storage.home import Home
from edge_node.storage.journal import Journal
from edge_node.storage.store_key import credential_from
from policies.schema import PolicyBundle
from shared.clock import Clock
from shared.elapsed import UptimeSource
from shared.errors import ShoalError

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """One home, opened."""

    home: Home
    place: Place
    kinds: tuple[Keeping, ...]
    """Every kind that has an end."""


@contextmanager
def opened(root: Path, clock: Clock) -> Iterator[Kept | None]:
    """Yield the home with its journal open; None when it has none yet.

    A node that cannot be loaded is swept all the same, by the rules that its data was kept under.
    Raises: StorageError when the journal cannot be used.
    """
    home = Home(root)
    if not home.journal.exists():
        yield None
        return
    with closing(Journal(home.journal, credential=credential_from())) as journal:
        place = _place(root, clock, journal)
        limit = audit_life(place.bundle)
        previews = PreviewLog(home, journal).keeping(limit)
        yield Kept(home, place, (*keepings(place), previews, *registers(home, journal, limit)))


def sweep_home(root: Path, clock: Clock, uptime: UptimeSource) -> Swept | None:
    """Sweep the home; None when there is nothing to sweep.

    Raises: StorageError when the journal cannot be used.
    """
    with opened(root, clock) as kept:
        if kept is None:
            return None
        return sweep(kept.place.journal, kept.kinds, now=clock.now(), uptime=uptime.read())


def _place(root: Path, clock: Clock, journal: Journal) -> Place:
    try:
        node = load_node(root, clock)
    except ShoalError as error:
        _log.warning("swept without a policy: %s", error)
        return Place(journal, None, ZoneInfo("UTC"))
    begun = node.in_force(clock.now()) or node.bundle
    zone = node.layout.zone_info
    return Place(journal, begun, zone, None if begun is None else _standing(node.home, begun, clock))


def _standing(home: Home, bundle: PolicyBundle, clock: Clock) -> Standing:
    """Return on which grounds windows may be held; a register that cannot be read says no consent stands."""
    try:
        held = consents_of(home)
    except StorageError as error:
        _log.warning("no consent stands: %s", error)
        held = Receipts()
    return standing(bundle, held, clock.now().date())
