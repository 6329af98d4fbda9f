"""Erased intervals are remembered in order, for as long as something of them may still come."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from edge_node.storage.erasures import Erasure
from edge_node.storage.journal import Journal


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with closing(Journal(tmp_path / "journal.sqlite3")) as opened, opened.unit():
        opened.erasures.append(10.0, 20.0, 100.0)
        opened.erasures.append(30.0, 40.0, 200.0)
        yield opened


def test_only_what_came_later_is_new(journal: Journal) -> None:
    assert [one.sequence for one in journal.erasures.after(0)] == [1, 2]
    assert journal.erasures.after(1) == [Erasure(2, 30.0, 40.0, 200.0)]


def test_a_number_is_never_given_twice(journal: Journal) -> None:
    journal.erasures.delete(2)
    journal.erasures.append(50.0, 60.0, 300.0)

    assert [one.sequence for one in journal.erasures.after(0)] == [1, 3]


def test_the_moment_of_each_is_known(journal: Journal) -> None:
    assert journal.erasures.moments() == [
        (1, datetime.fromtimestamp(100, UTC)),
        (2, datetime.fromtimestamp(200, UTC)),
    ]
