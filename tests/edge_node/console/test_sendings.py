"""What left is read from the journal: how it ended, and of which time it was."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from edge_node.consent.kept import site_of
from edge_node.console.sendings import NEWEST, Sendings, sendings_of
from edge_node.storage.outbox import Sealed
from shared.epoch import epoch_of
from shared.ids import ReportId, TaskId
from shared.wire.codec import Role
from tests.support.learning_store import AT_NIGHT, LearningStore, learning_store

DAY = datetime(2026, 6, 14, 22, tzinfo=UTC)
"""When the fifteenth begins in Berlin."""


@pytest.fixture
def store(tmp_path: Path) -> LearningStore:
    return learning_store(tmp_path)


def send(store: LearningStore, task: str, epoch: int, answer: str = "", *, role: Role = "leader") -> None:
    """Lay an envelope into the outbox, and answer it."""
    with closing(store.node.open_journal()) as journal:
        name = ReportId(hash((task, epoch)).to_bytes(16, "big", signed=True))
        with journal.unit():
            journal.sealed.append(Sealed(name, role, TaskId(task), epoch, b"envelope"))
        if answer:
            journal.acknowledge(name, role, answer, AT_NIGHT)


def sent(store: LearningStore) -> Sendings:
    return sendings_of(store.node, site_of(store.root))


def test_a_store_that_sent_nothing_has_nothing(store: LearningStore) -> None:
    assert sent(store) == Sendings(newest=[])


def test_what_waits_is_counted_apart(store: LearningStore) -> None:
    send(store, "footfall.hour.site", 1)
    send(store, "footfall.hour.site", 2, "accepted")
    for epoch, answer in enumerate(("batch_closed", "batch_closed", "expired"), start=3):
        send(store, "footfall.hour.site", epoch, answer)

    found = sent(store)

    assert (found.waiting, found.accepted, found.given_up) == (1, 1, 3)


def test_a_day_began_on_the_stores_own_clocks(store: LearningStore) -> None:
    zone = site_of(store.root).zone_info
    send(store, "dwell.day.site", epoch_of(DAY, "day", zone), "accepted", role="helper")

    (one,) = sent(store).newest

    assert (one.metric, one.level, one.starts_at) == ("dwell", "day", DAY)
    assert (one.role, one.outcome, one.at) == ("helper", "accepted", AT_NIGHT)


def test_a_task_of_another_form_has_no_time(store: LearningStore) -> None:
    send(store, "odd", 7, "accepted")

    (one,) = sent(store).newest

    assert (one.metric, one.level, one.starts_at) == ("odd", "", None)


def test_more_than_are_shown_are_counted(store: LearningStore) -> None:
    for epoch in range(NEWEST + 2):
        send(store, "footfall.hour.site", epoch, "accepted")

    found = sent(store)

    assert (len(found.newest), found.accepted) == (NEWEST, NEWEST + 2)
