"""`shoal edge decommission`: shown first, done when told to, and what comes next is said."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from edge_node.commands.decommission import HOW, NEXT, give_up, show
from edge_node.storage.home import Home
from edge_node.storage.journal import Journal
from tests.support.kept_home import fill, paired
from tests.support.machine import FakeMachine


@pytest.fixture
def home(tmp_path: Path) -> Home:
    machine = FakeMachine()
    made = paired(tmp_path, machine)
    with closing(Journal(made.journal)) as journal:
        fill(journal, machine.now())
    return made


def test_a_person_sees_what_would_go(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    show(give_up(home.root, yes=False, clock=FakeMachine()), as_json=False)

    said = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert {"windows 1", "reports never sent 1"} <= set(said)
    assert said[-1] == HOW


def test_when_it_is_done_the_next_step_is_said(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    show(give_up(home.root, yes=True, clock=FakeMachine()), as_json=False)

    assert capsys.readouterr().out.splitlines()[-1] == NEXT


def test_a_program_reads_counts(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    show(give_up(home.root, yes=True, clock=FakeMachine()), as_json=True)

    answer = json.loads(capsys.readouterr().out)
    assert answer["is_done"] is True
    assert answer["held"]["windows"] == 1
    assert answer["unsent"] == 1
