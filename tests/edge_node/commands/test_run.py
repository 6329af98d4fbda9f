"""A pass is told as one object or a few lines, and a silent aggregator stops nobody."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from edge_node.cli import edge
from edge_node.commands.run import renewed, show
from edge_node.errors import CutOffError, PairingError
from edge_node.pipeline import Tally
from edge_node.running import Pass, Sent
from tests.support.clock import FakeClock
from tests.support.edge_world import paired_node

DROPPED = {"blur_failed": 0, "unsure": 0, "late": 1}
SENT = Sent(closed=4, refused_at_door={}, accepted=5, refused=0, waiting=0)
DONE = Pass(cameras={"door": Tally(frames=10, dropped=DROPPED, tracks=2, entries=1, staff=3)})


def test_the_object_names_every_camera(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    node, _ = paired_node(tmp_path, FakeClock())

    show(node, DONE, SENT, as_json=True)

    answer = json.loads(capsys.readouterr().out)
    counted = {"tracks": 2, "entries": 1, "opted_out": 0, "staff": 3}
    assert answer["cameras"]["door"] == {"frames": 10, "dropped": DROPPED, **counted}
    assert (answer["accepted"], answer["wall"]["confined"]) == (5, None)


def test_a_person_reads_what_was_sent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    node, _ = paired_node(tmp_path, FakeClock())

    show(node, DONE, SENT, as_json=False)

    printed = capsys.readouterr().out
    assert "5 accepted, 0 refused, 0 waiting" in printed
    assert "10 frames (1 dropped: 1 late)" in printed
    assert "0 opted out" in printed
    assert "3 staff" in printed


def test_a_camera_that_broke_off_is_said_after_what_was_sent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    node, _ = paired_node(tmp_path, FakeClock())
    part = Pass(cameras=DONE.cameras, problems={"door": "a.mp4 breaks off."})

    with pytest.raises(CutOffError, match=r"a\.mp4 breaks off\. Replace it before the next run"):
        show(node, part, SENT, as_json=True)

    assert json.loads(capsys.readouterr().out)["is_complete"] is False


def test_a_node_goes_on_when_no_aggregator_answers(tmp_path: Path) -> None:
    node, _ = paired_node(tmp_path, FakeClock())

    assert renewed(node) is node


def test_a_home_without_a_node_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(PairingError, match="run `shoal edge pair"):
        CliRunner().invoke(edge, ["run", "--once", "--home", str(tmp_path)], catch_exceptions=False)


def test_close_without_once_is_misuse(tmp_path: Path) -> None:
    assert CliRunner().invoke(edge, ["run", "--close", "--home", str(tmp_path)]).exit_code == 2
