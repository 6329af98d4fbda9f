"""`shoal edge erase`: shown first, done when told to, and what stays is said."""

import json
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from edge_node.commands.erase import HOW, Erased, erase_interval, show
from edge_node.errors import StorageError
from edge_node.retention.erase import STAYS
from edge_node.storage.home import Home
from edge_node.storage.journal import Journal
from tests.support.kept_home import ZONE, fill, keep_record, paired
from tests.support.machine import FakeMachine


@pytest.fixture
def machine() -> FakeMachine:
    return FakeMachine()


@pytest.fixture
def home(tmp_path: Path, machine: FakeMachine) -> Home:
    made = paired(tmp_path, machine)
    with closing(Journal(made.journal)) as journal:
        fill(journal, machine.now() - timedelta(hours=1))
    return made


def run(home: Home, machine: FakeMachine, *, yes: bool) -> Erased:
    now = machine.now()
    return erase_interval(home.root, now - timedelta(hours=2), now, camera=None, yes=yes, clock=machine)


def test_without_yes_nothing_is_gone(
    home: Home, machine: FakeMachine, capsys: pytest.CaptureFixture[str]
) -> None:
    show(run(home, machine, yes=False), as_json=False)

    said = capsys.readouterr().out
    assert "would go: windows" in said
    assert "1 in 1 stretch of time" in said
    assert "gap  footfall.hour.site  2026-06-15 11:00 to 2026-06-15 12:00 UTC" in said
    assert f"1 epochs stay: {STAYS}" in said
    assert said.splitlines()[-1] == HOW
    assert [part.keeping.rule.kind for part in run(home, machine, yes=False).parts] == [
        "tracks",
        "windows",
        "open sums",
    ]


def test_with_yes_it_is_gone_and_the_receipts_are_named(
    home: Home, machine: FakeMachine, capsys: pytest.CaptureFixture[str]
) -> None:
    show(run(home, machine, yes=True), as_json=True)

    answer = json.loads(capsys.readouterr().out)
    assert answer["done"] is True
    assert [(part["kind"], part["records"]) for part in answer["goes"]] == [
        ("tracks", 1),
        ("windows", 1),
        ("open sums", 1),
    ]
    assert [receipt["kind"] for receipt in answer["receipts"]] == ["tracks", "windows", "open sums"]
    assert answer["stays"]["epochs"] == 1
    assert run(home, machine, yes=False).parts == ()


def test_an_interval_that_holds_nothing_says_so(
    home: Home, machine: FakeMachine, capsys: pytest.CaptureFixture[str]
) -> None:
    now = machine.now()

    show(
        erase_interval(
            home.root, now - timedelta(days=9), now - timedelta(days=8), camera=None, yes=True, clock=machine
        ),
        as_json=False,
    )

    said = capsys.readouterr().out
    assert "nothing of this interval is held" in said
    assert HOW not in said


def test_a_moment_without_a_zone_is_the_sites(home: Home, machine: FakeMachine) -> None:
    naive = datetime(2026, 6, 15, 12, 0)  # noqa: DTZ001  # as a person types it

    erased = erase_interval(
        home.root, naive, naive + timedelta(hours=1), camera=None, yes=False, clock=machine
    )

    assert erased.wish.since == naive.replace(tzinfo=ZONE)


def test_an_interval_ends_now_at_the_latest(home: Home, machine: FakeMachine) -> None:
    now = machine.now()

    erased = erase_interval(
        home.root, now - timedelta(hours=1), now + timedelta(days=1), camera=None, yes=False, clock=machine
    )

    assert erased.wish.until == now


def test_several_stretches_are_counted(
    home: Home, machine: FakeMachine, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(Journal(home.journal)) as journal:
        keep_record(journal, "windows", machine.now() - timedelta(days=1), timedelta(hours=72))

    now = machine.now()
    show(
        erase_interval(home.root, now - timedelta(days=2), now, camera=None, yes=False, clock=machine),
        as_json=False,
    )

    assert "2 in 2 stretches of time" in capsys.readouterr().out


def test_a_home_that_kept_nothing_says_so(tmp_path: Path, machine: FakeMachine) -> None:
    now = machine.now()

    with pytest.raises(StorageError, match="has kept nothing yet"):
        erase_interval(tmp_path, now - timedelta(hours=1), now, camera=None, yes=False, clock=machine)


VIEWED = """
name = "Test"
timezone = "Europe/Berlin"
units = "m"
floor = [[0.0, 0.0], [10.0, 0.0], [10.0, 10.0]]
[[cameras]]
name = "door"
source = "door.mp4"
view = "hall"
"""


def test_what_one_camera_of_a_view_saw_goes_with_the_view(home: Home, machine: FakeMachine) -> None:
    now = machine.now()
    home.site.write_text(VIEWED)
    with closing(Journal(home.journal)) as journal:
        keep_record(journal, "windows", now - timedelta(hours=1), timedelta(hours=72), camera="hall")

    erased = erase_interval(home.root, now - timedelta(hours=2), now, camera="door", yes=False, clock=machine)

    assert erased.wish.camera == "hall"
    assert [(part.keeping.rule.kind, [item.count for item in part.items]) for part in erased.parts][:1] == [
        ("windows", [1])
    ]


def test_a_camera_that_the_site_does_not_know_is_taken_at_its_word(home: Home, machine: FakeMachine) -> None:
    now = machine.now()

    erased = erase_interval(home.root, now - timedelta(hours=2), now, camera="door", yes=False, clock=machine)

    assert [part.keeping.rule.kind for part in erased.parts][:2] == ["tracks", "windows"]
