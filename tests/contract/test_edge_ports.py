"""What stands behind the edge's ports keeps their promises, fakes included."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from edge_node import ports
from edge_node.errors import UplinkError
from edge_node.storage.journal import Journal
from edge_node.storage.outbox import Sealed
from edge_node.uplink.client import HttpUplink
from shared.ids import ReportId, TaskId
from tests.support.edge_world import peer_at

AT = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)


@pytest.fixture
def filled(tmp_path: Path) -> Journal:
    journal = Journal(tmp_path / "journal.sqlite3")
    with journal.unit():
        for number in range(3):
            report_id = ReportId(number.to_bytes(16, "big"))
            journal.sealed.append(Sealed(report_id, "leader", TaskId("t"), number, b"bytes %d" % number))
    return journal


def test_a_journal_yields_the_oldest_first(filled: Journal) -> None:
    port: ports.Journal = filled

    assert [envelope for _, _, envelope in port.outbox()] == [b"bytes 0", b"bytes 1", b"bytes 2"]


def test_a_journal_forgets_what_is_acknowledged(filled: Journal) -> None:
    port: ports.Journal = filled

    port.acknowledge(bytes(16), "leader", "accepted", AT)

    assert [envelope for _, _, envelope in port.outbox()] == [b"bytes 1", b"bytes 2"]


def test_a_journal_yields_the_same_bytes_until_then(filled: Journal) -> None:
    port: ports.Journal = filled

    assert list(port.outbox()) == list(port.outbox())


@pytest.mark.live
@pytest.mark.parametrize("make", [lambda: HttpUplink(peer_at("http://127.0.0.1:1"), "leader")], ids=["http"])
def test_an_uplink_without_an_answer_says_so(make: Callable[[], ports.Uplink]) -> None:
    with pytest.raises(UplinkError):
        make().post(b"")
