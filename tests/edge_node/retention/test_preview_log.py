"""Lines of the preview log go one by one, the receipt before the line."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from edge_node.errors import StorageError
from edge_node.retention.keeping import held
from edge_node.retention.preview_log import PreviewLog
from edge_node.retention.sweep import sweep
from edge_node.storage.home import Home
from edge_node.storage.journal import Journal
from policies.retention import YEAR, Limit
from tests.support.machine import FakeMachine

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
LIMIT = Limit(6 * YEAR, "every purpose: audit_years = 6")


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with closing(Journal(tmp_path / "journal.sqlite3")) as opened:
        yield opened


def write(home: Path, *moments: datetime) -> Path:
    path = Home(home).preview_log
    path.write_text(
        "".join(json.dumps({"at": at.isoformat(), "action": "previews"}) + "\n" for at in moments)
    )
    return path


def test_only_lines_whose_years_are_over_go(journal: Journal, tmp_path: Path) -> None:
    path = write(tmp_path, NOON, NOON + timedelta(days=30))
    keeping = PreviewLog(Home(tmp_path), journal).keeping(LIMIT)
    machine = FakeMachine(NOON + 6 * YEAR + timedelta(days=1))

    done = sweep(journal, [keeping], now=machine.now(), uptime=machine.read())

    assert [receipt.deletion.count for receipt in done.receipts] == [1]
    assert [json.loads(line)["at"] for line in path.read_text().splitlines()] == [
        (NOON + timedelta(days=30)).isoformat()
    ]


def test_a_missing_log_holds_nothing(journal: Journal, tmp_path: Path) -> None:
    assert held(PreviewLog(Home(tmp_path), journal).keeping(LIMIT)).count == 0


def test_the_oldest_line_is_known(journal: Journal, tmp_path: Path) -> None:
    write(tmp_path, NOON, NOON + timedelta(days=30))

    assert held(PreviewLog(Home(tmp_path), journal).keeping(LIMIT)).lives_from == NOON


@pytest.mark.parametrize("line", ["no json", "{}", "[]", '{"at": "yesterday"}'])
def test_a_line_that_is_none_is_said(journal: Journal, tmp_path: Path, line: str) -> None:
    Home(tmp_path).preview_log.write_text(line + "\n")

    with pytest.raises(StorageError, match="preview log"):
        held(PreviewLog(Home(tmp_path), journal).keeping(LIMIT))
