"""Objections are noted and shown; a wrong one is not noted."""

import json
from pathlib import Path

import pytest

from edge_node.commands.objection import Wanted, note_objection, show
from edge_node.consent.kept import objections_of
from edge_node.errors import ConsentError, SiteError
from edge_node.storage.home import Home
from tests.support.clock import FakeClock


@pytest.fixture
def home(tmp_path: Path) -> Path:
    Home(tmp_path).site.write_text('name = "Altona"\n[[cameras]]\nname = "door"\n')
    return tmp_path


def test_what_was_done_is_shown(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = Wanted("till 2", "in_person", ("badge_given", "erased", "badge_given"), "door")

    show(note_objection(home, wanted, FakeClock()), as_json=False)

    assert capsys.readouterr().out == (
        "2026-06-15 12:00 UTC  in person about camera door, taken by till 2: badge given, erased\n"
    )


def test_the_object_holds_all_of_them(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note_objection(home, Wanted("till 2", "phone", ("explained",)), FakeClock())
    note_objection(home, Wanted("till 2", "letter", ("forwarded",)), FakeClock())

    show(objections_of(home), as_json=True)

    entries = json.loads(capsys.readouterr().out)["objections"]
    assert [entry["channel"] for entry in entries] == ["phone", "letter"]


def test_an_unknown_camera_or_nobody_notes_nothing(home: Path) -> None:
    with pytest.raises(SiteError, match="has no camera 'cellar'"):
        note_objection(home, Wanted("till 2", "phone", ("explained",), "cellar"), FakeClock())
    with pytest.raises(ConsentError, match="expected your role or name"):
        note_objection(home, Wanted("", "phone", ("explained",)), FakeClock())

    assert objections_of(home) == ()
