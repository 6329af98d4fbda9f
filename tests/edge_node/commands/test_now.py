"""`shoal edge now` asks the node at work and prints a line for each zone."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from edge_node.cli import now
from edge_node.commands.now import now_of, show
from edge_node.errors import StorageError
from tests.support.speaking_node import node_that_says

SAID = {"at": "2026-06-15T12:00Z", "zones": {"aisle": {"reach": "some"}, "foyer": {}}, "note": "guesses"}


def test_it_prints_what_the_node_at_work_says(tmp_path: Path) -> None:
    with node_that_says(tmp_path, json.dumps(SAID).encode()):
        done = CliRunner().invoke(now, ["--home", str(tmp_path), "--json"])

    assert json.loads(done.output) == SAID


def test_a_person_reads_a_line_a_zone(capsys: pytest.CaptureFixture[str]) -> None:
    show(dict(SAID), as_json=False)

    assert capsys.readouterr().out.splitlines() == [
        "aisle            some about to reach",
        "foyer            too few people to say",
        "guesses",
    ]


def test_why_nothing_is_said_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    show({"refused": "paused", "reason": "measuring is paused here", "zones": {}}, as_json=False)

    assert capsys.readouterr().out == "nothing is said: measuring is paused here\n"


@pytest.mark.parametrize("said", [b"{", b"[]"], ids=["a part", "something else"])
def test_what_is_no_answer_is_refused(tmp_path: Path, said: bytes) -> None:
    with node_that_says(tmp_path, said), pytest.raises(StorageError, match="answer"):
        now_of(tmp_path)
