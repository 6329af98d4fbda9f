"""`shoal edge now` asks the node at work and prints a line for each zone."""

import json
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from edge_node.cli import now
from edge_node.commands.now import now_of, show
from edge_node.errors import StorageError
from edge_node.now_door import NowDoor
from edge_node.storage.home import Home

SAID = {"at": "2026-06-15T12:00Z", "zones": {"aisle": {"reach": "some"}, "foyer": {}}, "note": "guesses"}


@contextmanager
def node_that_says(root: Path, said: bytes) -> Iterator[None]:
    over = threading.Event()
    with closing(NowDoor(Home(root).now_door)) as door:

        def answer() -> None:
            while not over.wait(0.01):
                door.answer(lambda: said)

        answering = threading.Thread(target=answer)
        answering.start()
        try:
            yield
        finally:
            over.set()
            answering.join()


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
