"""The commands say what they need, and change nothing when they are misused."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from edge_node.consent.cli import attest, learning, objection, panel, pause
from edge_node.errors import ConsentError, PairingError
from edge_node.storage.home import Home
from tests.support.consent_world import NOTICE_TOML

SITE = f'name = "Altona"\n[[cameras]]\nname = "door"\n{NOTICE_TOML}'


@pytest.fixture
def home(tmp_path: Path) -> Path:
    Home(tmp_path).site.write_text(SITE)
    return tmp_path


@pytest.mark.parametrize("words", [[], ["--camera", "door"], ["--camera", "door", "--by", "floor lead"]])
def test_an_attestation_needs_a_camera_a_person_and_a_day(home: Path, words: list[str]) -> None:
    done = CliRunner().invoke(attest, [*words, "--home", str(home)])

    assert done.exit_code == 2
    assert "expected --camera NAME --by WHO --until DATE" in done.output
    assert not Home(home).attestations.exists()


def test_a_store_is_paused_and_resumed(home: Path) -> None:
    pressed = CliRunner().invoke(pause, ["--for", "30m", "--by", "till 2", "--home", str(home), "--json"])
    shown = CliRunner().invoke(pause, ["list", "--home", str(home), "--json"])
    resumed = CliRunner().invoke(pause, ["--resume", "--by", "till 2", "--home", str(home), "--json"])

    assert [json.loads(done.output)["paused"] for done in (pressed, shown, resumed)] == [True, True, False]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--off", "--on", "--by", "floor lead"], "expected --off or --on, got both"),
        (["--off"], "expected --by WHO"),
        (["--on"], "expected --by WHO"),
    ],
    ids=["both", "off by nobody", "on by nobody"],
)
def test_learning_that_is_switched_wrongly_is_misuse(home: Path, words: list[str], message: str) -> None:
    done = CliRunner().invoke(learning, [*words, "--home", str(home)])

    assert (done.exit_code, message in done.output) == (2, True)


@pytest.mark.parametrize("words", [[], ["--off", "--by", "floor lead"]], ids=["asked", "switched"])
def test_learning_of_no_store_is_refused_in_words(home: Path, words: list[str]) -> None:
    done = CliRunner().invoke(learning, [*words, "--home", str(home)])

    assert isinstance(done.exception, PairingError)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "expected --by WHO"),
        (["--by", "till 2", "--for", "1h", "--until", "14:00"], "expected --for or --until, got both"),
        (["--by", "till 2", "--resume", "--for", "1h"], "--resume goes without"),
    ],
    ids=["nobody", "two ends", "two deeds"],
)
def test_a_pause_that_is_asked_for_wrongly_is_misuse(home: Path, words: list[str], message: str) -> None:
    done = CliRunner().invoke(pause, [*words, "--home", str(home)])

    assert done.exit_code == 2
    assert message in done.output
    assert not Home(home).pauses.exists()


def test_signs_are_attested_listed_and_withdrawn(home: Path) -> None:
    where = ["--home", str(home), "--json"]
    words = ["--camera", "door", "--by", "floor lead", "--until", "2027-01-31"]
    done = [
        CliRunner().invoke(attest, [*words, *where]),
        CliRunner().invoke(attest, ["list", *where]),
        CliRunner().invoke(attest, ["withdraw", "--camera", "door", "--by", "floor lead", *where]),
    ]

    assert [json.loads(each.output)["cameras"][0]["is_attested"] for each in done] == [True, True, False]


def test_objections_are_noted_and_listed(home: Path) -> None:
    words = ["add", "--by", "till 2", "--channel", "phone", "--done", "paused", "--done", "erased"]
    CliRunner().invoke(objection, [*words, "--home", str(home)])

    listed = CliRunner().invoke(objection, ["list", "--home", str(home), "--json"])

    assert [entry["done"] for entry in json.loads(listed.output)["objections"]] == [["paused", "erased"]]


def test_a_panel_is_empty_and_refuses_what_it_cannot_note(home: Path) -> None:
    words = ["--by", "till 2", "--home", str(home)]

    listed = CliRunner().invoke(panel, ["list", "--home", str(home), "--json"])
    given = CliRunner().invoke(panel, ["receipt", "--purpose", "flow", "--until", "2027-01-31", *words])
    taken = CliRunner().invoke(panel, ["withdraw", "00" * 8, *words])

    assert json.loads(listed.output) == {"receipts": []}
    assert isinstance(given.exception, PairingError)
    assert isinstance(taken.exception, ConsentError)
