"""`shoal edge console` needs a paired store, and prints its link once for a person or for a program."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from edge_node.cli import console
from edge_node.commands import console as command
from edge_node.errors import PairingError
from edge_node.storage.home import Home
from tests.support.learning_store import learning_store

LINK = "http://127.0.0.1:8787/open?token=once"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    def served(_root: Path, _clock: object, announce: Callable[[str], None], *, port: int) -> None:
        announce(LINK.replace("8787", str(port)))

    monkeypatch.setattr(command, "serve", served)
    return learning_store(tmp_path).root


def test_a_person_reads_the_link_and_how_it_ends(home: Path) -> None:
    said = CliRunner().invoke(console, ["--home", str(home), "--port", "8787"]).output

    assert said.splitlines()[0] == f"open        {LINK}"
    assert "Ctrl-C ends the console" in said


def test_a_program_gets_one_object(home: Path) -> None:
    said = CliRunner().invoke(console, ["--home", str(home), "--port", "8787", "--json"]).output

    assert json.loads(said) == {"url": LINK}


@pytest.mark.parametrize(("has_browser", "said"), [(True, ""), (False, "no browser was found here")])
def test_asked_to_it_is_opened_and_nothing_is_left_behind(
    home: Path, monkeypatch: pytest.MonkeyPatch, has_browser: bool, said: str
) -> None:
    opened: list[str] = []

    def open_in_browser(root: Path, link: str) -> bool:
        Home(root).console_page.write_text("")
        opened.append(link)
        return has_browser

    monkeypatch.setattr(command, "open_in_browser", open_in_browser)

    done = CliRunner().invoke(console, ["--home", str(home), "--port", "8787", "--open"])

    assert opened == [LINK]
    assert said in done.stderr
    assert not Home(home).console_page.exists()


def test_a_home_without_a_store_has_no_console(tmp_path: Path) -> None:
    with pytest.raises(PairingError):
        CliRunner().invoke(console, ["--home", str(tmp_path)], catch_exceptions=False)
