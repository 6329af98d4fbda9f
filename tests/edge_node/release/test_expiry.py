"""What nobody takes any more is forgotten."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from edge_node.release.expiry import forget_expired
from edge_node.storage.journal import Journal
from edge_node.storage.sums import OpenSum
from shared.epoch import epoch_of
from shared.ids import TaskId

NOW = datetime(2026, 6, 17, 12, 30, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def test_only_sums_past_the_window_are_forgotten(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite3")
    epochs = {days: epoch_of(NOW - timedelta(days=days), "day", BERLIN) for days in (1, 34, 37)}
    zeros = np.zeros(2, dtype=np.int64)
    journal.add([OpenSum(TaskId("dwell.day.site"), at, b"", b"", zeros, 0.0) for at in epochs.values()])

    assert forget_expired(journal, BERLIN, NOW) == 1
    assert [epoch for _, epoch in journal.sums.epochs()] == [epochs[34], epochs[1]]
