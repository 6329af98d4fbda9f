"""A paired home with something of every kind in it, on a machine whose time is told."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path

import numpy as np

from edge_node.retention.kinds import Place
from edge_node.storage.contributions import Contribution
from edge_node.storage.home import Home
from edge_node.storage.journal import Journal
from edge_node.storage.ledger import LedgerEntry
from edge_node.storage.outbox import Outcome, Sealed
from edge_node.storage.period_keys import Kind
from edge_node.storage.sums import OpenSum
from edge_node.storage.vault import Record
from policies.schema import PolicyBundle
from shared.epoch import epoch_of
from shared.ids import ReportId, TaskId
from tests.support.edge_world import BUNDLE, paired_node, site
from tests.support.learning_policy import GROUND, learning
from tests.support.machine import FakeMachine

HOUR_TASK = TaskId("footfall.hour.site")
COHORT_TASK = TaskId("zone_visits.day.cohort")
ZONE = site().zone_info


def paired(root: Path, machine: FakeMachine) -> Home:
    """Return the home of a node that has been paired, may learn and has a journal."""
    node, _ = paired_node(root, machine, learning())
    with closing(Journal(node.home.journal)):
        return node.home


@contextmanager
def place(root: Path, bundle: PolicyBundle | None = BUNDLE) -> Iterator[Place]:
    """Yield the home's journal under the bundle."""
    with closing(Journal(Home(root).journal)) as journal:
        yield Place(journal, bundle, ZONE)


def keep_record(
    journal: Journal,
    kind: Kind,
    at: datetime,
    keep_for: timedelta,
    *,
    camera: str = "door",
    payload: bytes = b"x",
    grounds: tuple[str, ...] = (GROUND,),
) -> bytes | None:
    """Keep one record of the moment in the vault, a window on the grounds."""
    with journal.vault.unit():
        return journal.vault.keep(
            kind,
            Record(camera, payload),
            at_s=at.timestamp(),
            keep_for=keep_for,
            grounds=grounds if kind == "windows" else (),
        )


def open_sum(at: datetime, task: TaskId = HOUR_TASK) -> OpenSum:
    """Return a sum of the epoch that holds the moment."""
    epoch = epoch_of(at, "hour" if ".hour." in task else "day", ZONE)
    return OpenSum(task, epoch, bytes(32), bytes(32), np.ones(4, dtype=np.int64), 60.0)


def contribution(at: datetime, task: TaskId = HOUR_TASK) -> Contribution:
    """Return what went through the door for the epoch that holds the moment."""
    held = open_sum(at, task)
    lane = "cohort" if task.endswith("cohort") else "site"
    report_id = ReportId(f"{task}{held.epoch}".encode()[-16:])
    return Contribution(report_id, task, held.epoch, lane, bytes(32), bytes(32), held.vector)


def sealed(at: datetime, number: int = 1, task: TaskId = HOUR_TASK) -> Sealed:
    """Return an envelope of the epoch that holds the moment."""
    return Sealed(ReportId(bytes([number]) * 16), "leader", task, open_sum(at, task).epoch, b"envelope")


def fill(journal: Journal, at: datetime) -> None:
    """Put something of every kind of the moment into the journal."""
    for kind, keep_for in (("tracks", timedelta(hours=1)), ("windows", timedelta(hours=72))):
        keep_record(journal, kind, at, keep_for)  # type: ignore[arg-type]  # both are kinds
    with journal.unit():
        journal.sums.add(open_sum(at))
        journal.contributions.append(contribution(at))
        journal.sealed.append(sealed(at, 1))
        journal.sealed.append(sealed(at - timedelta(hours=2), 2))
        start_s = int(at.timestamp()) // 3_600 * 3_600
        epoch = start_s // 3_600 - 5
        journal.ledger.append(
            LedgerEntry(HOUR_TASK, epoch, "site", Fraction(1, 20), start_s, start_s + 3_600, Fraction(1, 4)),
            at.timestamp(),
        )
    journal.acknowledge_all([Outcome(sealed(at, 2).report_id, "leader", "accepted", at)])
