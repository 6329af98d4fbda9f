"""A store that is given up leaves receipts and nothing that can be read."""

from contextlib import closing
from pathlib import Path

import pytest

from edge_node.errors import StorageError
from edge_node.retention.decommission import GIVEN_UP, Decommissioned, decommission
from edge_node.storage.documents import load
from edge_node.storage.home import Home
from edge_node.storage.journal import Journal
from policies.retention import YEAR
from privacy.receipts import Deletion, Evidence, Receipt, holds
from tests.support.carving import image_of, places
from tests.support.kept_home import fill, keep_record, paired
from tests.support.machine import FakeMachine


@pytest.fixture
def machine() -> FakeMachine:
    return FakeMachine()


@pytest.fixture
def home(tmp_path: Path, machine: FakeMachine) -> Home:
    made = paired(tmp_path / "home", machine)
    made.site.write_text('name = "Altona"\n')
    made.preview_log.write_text('{"at": "2026-06-01T12:00:00+00:00", "action": "previews asked for"}\n')
    with closing(Journal(made.journal)) as journal:
        fill(journal, machine.now())
    return made


def left(home: Home) -> list[str]:
    return sorted(str(path.relative_to(home.root)) for path in home.root.rglob("*") if path.is_file())


def test_without_yes_nothing_is_gone(home: Home, machine: FakeMachine) -> None:
    before = left(home)

    leaving = decommission(home.root, machine, yes=False)

    assert not leaving.is_done
    assert leaving.held == {
        "tracks": 1,
        "windows": 1,
        "open sums": 1,
        "contributions": 1,
        "outbox": 1,
        "outcomes": 1,
        "previews": 1,
    }
    assert (leaving.unsent, leaving.files) == (1, len(before) + 2), (
        "the journal has two more while it is open"
    )
    assert left(home) == before


def test_with_yes_receipts_are_all_that_is_left(home: Home, machine: FakeMachine) -> None:
    assert decommission(home.root, machine, yes=True).is_done

    assert left(home) == ["decommissioned.json"]


def test_what_is_left_proves_what_was_deleted_and_says_until_when_it_stays(
    home: Home, machine: FakeMachine
) -> None:
    decommission(home.root, machine, yes=True)

    found = load(home.decommissioned, Decommissioned)

    assert found is not None
    assert found.keep_until == machine.now() + 6 * YEAR
    assert {one.rule for one in found.receipts} == {GIVEN_UP}
    assert {one.kind for one in found.receipts} == {
        "tracks", "windows", "open sums", "contributions", "outbox", "outcomes", "previews",
    }  # fmt: skip
    for one in found.receipts:
        said = Deletion(one.kind, one.count, one.data_from, one.data_until, one.rule, one.at)
        evidence = Evidence(bytes.fromhex(one.salt), bytes.fromhex(one.leaves))
        assert holds(Receipt(said, bytes.fromhex(one.root)), evidence)


def test_keys_are_overwritten_where_they_lay(home: Home, machine: FakeMachine, tmp_path: Path) -> None:
    for name in ("device.key", "vault.key"):
        (home.device_key.parent / name).rename(tmp_path / name)
        (home.device_key.parent / name).hardlink_to(tmp_path / name)

    decommission(home.root, machine, yes=True)

    assert [(tmp_path / name).read_bytes() for name in ("device.key", "vault.key")] == [bytes(32)] * 2


def test_nothing_of_the_journal_is_left_where_it_lay(
    home: Home, machine: FakeMachine, tmp_path: Path
) -> None:
    with closing(Journal(home.journal)) as journal:
        number = keep_record(journal, "windows", machine.now(), 6 * YEAR / 6_000, payload=b"somebody")
    (tmp_path / "journal").hardlink_to(home.journal)
    assert number is not None

    decommission(home.root, machine, yes=True)

    assert places(image_of(tmp_path), number) == []


def test_what_others_put_beside_stays(home: Home, machine: FakeMachine) -> None:
    (home.root / "notes.txt").write_text("call the shopfitter")

    decommission(home.root, machine, yes=True)

    assert left(home) == ["decommissioned.json", "notes.txt"]


def test_a_node_at_work_is_not_given_up_under_its_feet(home: Home, machine: FakeMachine) -> None:
    with closing(Journal(home.journal)), pytest.raises(StorageError, match="locked"):
        decommission(home.root, machine, yes=True)

    assert home.device_key.exists()


def test_killed_before_its_last_files_were_gone_it_goes_on(home: Home, machine: FakeMachine) -> None:
    decommission(home.root, machine, yes=True)
    home.site.write_text('name = "Altona"\n')

    assert decommission(home.root, machine, yes=True).is_done

    assert left(home) == ["decommissioned.json"]


def test_an_empty_folder_is_no_node(tmp_path: Path, machine: FakeMachine) -> None:
    with pytest.raises(StorageError, match="nothing to give up"):
        decommission(tmp_path, machine, yes=True)


def test_a_file_that_cannot_be_destroyed_is_said(
    home: Home, machine: FakeMachine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("edge_node.retention.decommission.overwrite", refuse)

    with pytest.raises(StorageError, match="cannot destroy a file"):
        decommission(home.root, machine, yes=True)
