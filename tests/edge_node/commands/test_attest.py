"""Signs are attested for all named cameras or for none, and the answer says what stands now."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from edge_node.commands.attest import Wanted, attest_cameras, show, signs_by_camera, withdraw_camera
from edge_node.errors import ConsentError, SiteError
from edge_node.storage.home import Home
from tests.support.clock import FakeClock
from tests.support.consent_world import NOTICE_TOML

CAMERAS = '[[cameras]]\nname = "door"\n[[cameras]]\nname = "till"\n'
CLOCK = FakeClock()
UNTIL = date(2026, 12, 31)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    Home(tmp_path).site.write_text(f'name = "Altona"\n{CAMERAS}{NOTICE_TOML}')
    return tmp_path


def wanted(*cameras: str, text: str | None = "notice-en-1") -> Wanted:
    return Wanted(cameras, "floor lead", text, UNTIL)


def test_every_camera_says_where_it_stands(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = attest_cameras(home, wanted("door"), CLOCK)

    show(rows, as_json=False)

    door, till = capsys.readouterr().out.splitlines()
    assert door == "door  notice-en-1 attested by floor lead, to be looked at again by 2026-12-31"
    assert till.startswith("till  measures nothing: nobody has attested that a sign hangs")


def test_the_object_says_the_same(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    show(attest_cameras(home, wanted("door", "till"), CLOCK), as_json=True)

    cameras = json.loads(capsys.readouterr().out)["cameras"]
    assert [(c["camera"], c["is_attested"], c["until"]) for c in cameras] == [
        ("door", True, "2026-12-31"),
        ("till", True, "2026-12-31"),
    ]


def test_one_unknown_camera_and_none_is_attested(home: Path) -> None:
    with pytest.raises(SiteError, match="has no camera 'cellar'"):
        attest_cameras(home, wanted("door", "cellar"), CLOCK)

    assert not any(row.is_attested for row in signs_by_camera(home, CLOCK))


def test_a_text_of_another_language_than_the_stores_is_refused(home: Path) -> None:
    with pytest.raises(
        ConsentError,
        match="texts notice-en-1, notice-learning-en-1, notice-movement-en-1, got 'notice-de-1'",
    ):
        attest_cameras(home, wanted("door", text="notice-de-1"), CLOCK)


def test_a_store_that_names_nobody_cannot_attest(home: Path) -> None:
    Home(home).site.write_text(f'name = "Altona"\n{CAMERAS}')

    with pytest.raises(SiteError, match=r"Add \[notice\]"):
        attest_cameras(home, wanted("door"), CLOCK)


def test_the_sign_of_a_camera_that_is_gone_can_be_withdrawn(home: Path) -> None:
    attest_cameras(home, wanted("door", "till"), CLOCK)
    Home(home).site.write_text(f'name = "Altona"\n[[cameras]]\nname = "door"\n{NOTICE_TOML}')

    rows = withdraw_camera(home, "till", "floor lead", CLOCK)

    assert [row.camera for row in rows] == ["door"]
    with pytest.raises(ConsentError, match="found none"):
        withdraw_camera(home, "till", "floor lead", CLOCK)


def test_a_new_contact_on_the_sign_ends_what_was_attested(home: Path) -> None:
    attest_cameras(home, wanted("door"), CLOCK)
    text = Home(home).site.read_text().replace("privacy@example.org", "dpo@example.org")
    Home(home).site.write_text(text)

    assert "says something else" in signs_by_camera(home, CLOCK)[0].missing


def test_it_expires(home: Path) -> None:
    attest_cameras(home, wanted("door"), CLOCK)
    later = FakeClock(CLOCK.now() + timedelta(days=250))

    assert not signs_by_camera(home, later)[0].is_attested


def test_the_text_is_the_first_of_the_stores_unless_it_is_named(home: Path) -> None:
    text = Home(home).site.read_text() + 'languages = ["de", "en"]\n'
    Home(home).site.write_text(text)

    missing = signs_by_camera(home, CLOCK)[0].missing
    rows = attest_cameras(home, wanted("door", text=None), CLOCK)

    assert "--text notice-de-1 --until" in missing
    assert rows[0].text == "notice-de-1"
