"""A pause is kept with who pressed it, and shown with what has been."""

import json
from pathlib import Path

import pytest

from edge_node.commands.pause import Wanted, pauses_of, press_pause, resume_store, show
from edge_node.errors import ConsentError, PairingError
from edge_node.storage.home import Home
from tests.support.clock import FakeClock


def test_who_pressed_it_and_why_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    show(
        press_pause(tmp_path, Wanted("till 2", length="30m", reason="a visitor asks"), FakeClock()),
        as_json=False,
    )

    first, second = capsys.readouterr().out.splitlines()
    assert first == "paused     by till 2 (a visitor asks), until 2026-06-15 12:30 UTC"
    assert second == "2026-06-15 12:00 UTC  by till 2 (a visitor asks), until 2026-06-15 12:30 UTC"


def test_a_damaged_site_file_does_not_keep_anybody_from_pausing(tmp_path: Path) -> None:
    Home(tmp_path).site.write_text("not toml")

    assert press_pause(tmp_path, Wanted("till 2", length="30m"), FakeClock()).now is not None
    assert press_pause(tmp_path, Wanted("till 2"), FakeClock()).now is not None


def test_until_is_read_on_the_stores_clocks(tmp_path: Path) -> None:
    Home(tmp_path).site.write_text('name = "Altona"\ntimezone = "Europe/Berlin"\n')

    paused = press_pause(tmp_path, Wanted("till 2", until="14:30"), FakeClock()).now

    assert paused is not None
    assert paused.until is not None
    assert paused.until.isoformat() == "2026-06-15T12:30:00+00:00"


def test_without_a_store_there_are_no_clocks_to_read(tmp_path: Path) -> None:
    with pytest.raises(PairingError):
        press_pause(tmp_path, Wanted("till 2", until="14:30"), FakeClock())


def test_a_resumed_pause_says_by_whom(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    press_pause(tmp_path, Wanted("till 2"), FakeClock())

    show(resume_store(tmp_path, "floor lead", FakeClock()), as_json=False)

    assert capsys.readouterr().out == (
        "not paused\n2026-06-15 12:00 UTC  by till 2, resumed by floor lead at 2026-06-15 12:00 UTC\n"
    )


def test_the_object_holds_every_pause(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    press_pause(tmp_path, Wanted("till 2"), FakeClock())

    show(pauses_of(tmp_path, FakeClock()), as_json=True)

    answer = json.loads(capsys.readouterr().out)
    assert answer["paused"] is True
    assert answer["now"] == answer["pauses"][0]
    assert answer["now"]["pressed"]["by"] == "till 2"


@pytest.mark.parametrize(
    "wanted", [Wanted(""), Wanted("till 2", length="soon"), Wanted("till 2", reason="x" * 201)], ids=str
)
def test_what_cannot_be_kept_pauses_nothing(tmp_path: Path, wanted: Wanted) -> None:
    with pytest.raises(ConsentError):
        press_pause(tmp_path, wanted, FakeClock())

    assert pauses_of(tmp_path, FakeClock()).now is None
