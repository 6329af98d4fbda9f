"""What may hold somebody of the interval goes, the rest stays, and each kind leaves a receipt."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from edge_node.errors import StorageError
from edge_node.retention.erase import ON_REQUEST, Wish, doomed, erase, released_epochs
from edge_node.retention.kinds import Place
from edge_node.storage.journal import Journal
from privacy.receipts import holds
from tests.support.kept_home import COHORT_TASK, contribution, fill, keep_record, open_sum, place

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
LIFE = timedelta(hours=72)
MORNING = Wish(NOON - 2 * HOUR, NOON)


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Place]:
    with place(tmp_path) as found:
        yield found


def windows(found: Place) -> list[tuple[datetime, str]]:
    stored = found.journal.vault.records("windows")
    return [(datetime.fromtimestamp(one.period.start_s, UTC), one.record.camera) for one in stored]


def kinds(found: Place, wish: Wish) -> list[str]:
    return [each.keeping.rule.kind for each in doomed(found, wish)]


def test_an_interval_that_ends_before_it_begins_is_none() -> None:
    with pytest.raises(ValueError, match="expected an interval"):
        Wish(NOON, NOON)


def test_windows_of_the_interval_go_and_of_other_times_stay(there: Place) -> None:
    for hours in (-4, -2, -1, 0, 1):
        keep_record(there.journal, "windows", NOON + hours * HOUR, LIFE)

    erase(there, MORNING, at=NOON)

    assert windows(there) == [(NOON - 4 * HOUR, "door"), (NOON + HOUR, "door")]


def test_who_came_before_and_was_still_there_goes_too(there: Place) -> None:
    keep_record(there.journal, "windows", MORNING.since - timedelta(minutes=20), LIFE)
    keep_record(there.journal, "windows", MORNING.until + timedelta(minutes=20), LIFE)

    erase(there, MORNING, at=NOON)

    assert windows(there) == []


def test_sums_that_may_hold_the_interval_go_whole(there: Place) -> None:
    for hours in (-4, -3, -2, -1, 0):
        with there.journal.unit():
            there.journal.sums.add(open_sum(NOON + hours * HOUR))

    erase(there, MORNING, at=NOON)

    left = [epoch for _, epoch in there.journal.sums.epochs()]
    assert left == [open_sum(NOON + hours * HOUR).epoch for hours in (-4, 0)]


def test_what_is_still_exact_behind_the_door_goes_and_what_is_noisy_stays(there: Place) -> None:
    with there.journal.unit():
        there.journal.contributions.append(contribution(NOON - HOUR))
        there.journal.contributions.append(contribution(NOON - HOUR, COHORT_TASK))

    erase(there, MORNING, at=NOON)

    assert [task for task, _ in there.journal.contributions.epochs()] == ["footfall.hour.site"]


def test_of_one_camera_only_its_records_go_and_the_sums_whole(there: Place) -> None:
    for camera in ("door", "aisle"):
        keep_record(there.journal, "windows", NOON - HOUR, LIFE, camera=camera)
    with there.journal.unit():
        there.journal.sums.add(open_sum(NOON - HOUR))

    receipts = erase(there, Wish(MORNING.since, MORNING.until, "door"), at=NOON)

    assert windows(there) == [(NOON - HOUR, "aisle")]
    assert there.journal.sums.epochs() == []
    assert [receipt.deletion.kind for receipt in receipts] == ["windows", "open sums"]


def test_a_camera_that_saw_nobody_has_nothing_in_the_vault(there: Place) -> None:
    keep_record(there.journal, "windows", NOON - HOUR, LIFE, camera="door")

    assert kinds(there, Wish(MORNING.since, MORNING.until, "roof")) == []


def test_where_cameras_cannot_be_read_every_ones_records_go(there: Place, tmp_path: Path) -> None:
    keep_record(there.journal, "windows", NOON - HOUR, LIFE, camera="aisle")
    (tmp_path / "keys" / "vault.key").unlink()

    assert kinds(there, Wish(MORNING.since, MORNING.until, "door")) == ["windows"]


def test_each_kind_leaves_a_receipt_that_names_the_request(there: Place) -> None:
    fill(there.journal, NOON - HOUR)

    receipts = erase(there, MORNING, at=NOON)

    kept = there.journal.receipts.all()
    assert [receipt.deletion.kind for receipt in receipts] == ["tracks", "windows", "open sums"]
    assert {receipt.deletion.rule for receipt in receipts} == {ON_REQUEST}
    assert [one.receipt for one in kept] == receipts
    assert all(holds(one.receipt, one.evidence) for one in kept)


def test_looking_changes_nothing(there: Place) -> None:
    fill(there.journal, NOON - HOUR)

    assert kinds(there, MORNING) == kinds(there, MORNING) == ["tracks", "windows", "open sums"]


def test_nodes_at_work_are_told(there: Place) -> None:
    erase(there, MORNING, at=NOON)

    (told,) = there.journal.erasures.after(0)
    assert (told.since_s, told.until_s) == (MORNING.since.timestamp(), MORNING.until.timestamp())


def test_what_went_through_the_door_is_counted_and_stays(there: Place) -> None:
    fill(there.journal, NOON - HOUR)

    erase(there, MORNING, at=NOON)

    assert released_epochs(there, MORNING) == 1
    assert released_epochs(there, Wish(NOON + HOUR, NOON + 2 * HOUR)) == 0
    assert there.journal.sealed.depth() == 1


def test_an_erasure_that_fails_takes_nothing(there: Place, tmp_path: Path) -> None:
    fill(there.journal, NOON - HOUR)
    with closing(Journal(tmp_path / "journal.sqlite3")) as other, other.unit():
        other._connection.execute("DROP TABLE erasures")

    with pytest.raises(StorageError):
        erase(there, MORNING, at=NOON)

    assert kinds(there, MORNING) == ["tracks", "windows", "open sums"]
    assert there.journal.receipts.all() == []
