"""What the vault holds is read again; what is of another version is only counted."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from edge_node.intent.kept import examples_in
from edge_node.intent.window import FEATURES, STEPS, Example, Window, to_bytes
from edge_node.storage.journal import Journal
from tests.support.kept_home import keep_record

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
EXAMPLE = Example(Window(np.ones((STEPS, len(FEATURES)), dtype=np.int8)), "leave")


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with closing(Journal(tmp_path / "journal.sqlite3")) as opened:
        yield opened


def test_an_example_is_read_as_it_was_kept(journal: Journal) -> None:
    keep_record(journal, "windows", NOW, timedelta(hours=72), payload=to_bytes(EXAMPLE))

    kept = examples_in(journal.vault)

    assert [one.label for one in kept.examples] == ["leave"]
    assert kept.examples[0].window.levels.tolist() == EXAMPLE.window.levels.tolist()
    assert kept.unreadable == 0


def test_what_is_no_window_of_this_version_is_counted_and_left_out(journal: Journal) -> None:
    keep_record(journal, "windows", NOW, timedelta(hours=72), payload=b"\x63" + to_bytes(EXAMPLE)[1:])
    keep_record(journal, "windows", NOW, timedelta(hours=72), payload=to_bytes(EXAMPLE))

    kept = examples_in(journal.vault)

    assert (len(kept.examples), kept.unreadable) == (1, 1)


def test_a_window_of_the_first_version_is_not_learnt_from(journal: Journal) -> None:
    finer = np.full((STEPS, len(FEATURES)), 2, dtype=np.int8)
    keep_record(journal, "windows", NOW, timedelta(hours=72), payload=bytes((1, 0)) + finer.tobytes())

    kept = examples_in(journal.vault)

    assert (kept.examples, kept.unreadable) == ((), 1)


def test_tracks_are_no_examples(journal: Journal) -> None:
    keep_record(journal, "tracks", NOW, timedelta(hours=1), payload=to_bytes(EXAMPLE))

    assert examples_in(journal.vault).examples == ()


def test_only_the_periods_asked_for_are_read(journal: Journal) -> None:
    for hours in (0, 5):
        keep_record(
            journal, "windows", NOW - timedelta(hours=hours), timedelta(hours=72), payload=to_bytes(EXAMPLE)
        )

    kept = examples_in(journal.vault, lambda period: period.end_s > NOW.timestamp())

    assert len(kept.examples) == 1
