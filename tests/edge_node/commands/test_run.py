"""A pass is told as one object or a few lines, and a silent aggregator stops nobody."""

import json
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from edge_node.cli import edge
from edge_node.commands.run import publisher, renewed, show
from edge_node.errors import ConsentError, CutOffError, PairingError
from edge_node.pipeline import Tally
from edge_node.running import Pass, Sent
from policies.engine import Deny
from shared.clock import SystemClock
from tests.support.clock import FakeClock
from tests.support.edge_world import paired_node
from tests.support.kept_home import keep_record

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


def test_a_camera_without_its_sign_is_an_error_and_a_pause_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    node, _ = paired_node(tmp_path, FakeClock())
    unsigned = Deny("not_attested", "GDPR Art. 13(1)", "nobody has attested that a sign hangs")
    paused = Deny("paused", "GDPR Art. 25(1)", "the store is paused")

    show(node, Pass(cameras=DONE.cameras, closed={"door": paused}), SENT, as_json=False)
    told = capsys.readouterr().out
    with pytest.raises(ConsentError, match="nobody has attested"):
        show(node, Pass(cameras=DONE.cameras, closed={"door": unsigned}), SENT, as_json=True)

    assert "door             did not look: the store is paused" in told
    answer = json.loads(capsys.readouterr().out)
    assert answer["is_complete"] is False
    assert answer["not_looking"]["door"]["rule"] == "not_attested"


def test_a_page_is_published_where_a_folder_is_named(tmp_path: Path) -> None:
    node, _ = paired_node(tmp_path / "home", FakeClock())
    node.home.site.write_text('name = "Altona"\n')

    publisher("")(node)
    publisher(str(tmp_path / "www"))(node)

    assert [path.name for path in (tmp_path / "www").iterdir()] == ["index.html"]


@pytest.mark.parametrize("how", [["--once"], []], ids=["a pass", "until stopped"])
def test_what_is_over_is_forgotten_before_anything_else(tmp_path: Path, how: list[str]) -> None:
    node, _ = paired_node(tmp_path, SystemClock())
    two_hours_ago = SystemClock().now() - timedelta(hours=2)
    with closing(node.open_journal()) as journal:
        keep_record(journal, "tracks", two_hours_ago, timedelta(hours=1))

    CliRunner().invoke(edge, ["run", *how, "--home", str(tmp_path)])

    with closing(node.open_journal()) as journal:
        assert journal.vault.held() == []
        assert [kept.receipt.deletion.kind for kept in journal.receipts.all()] == ["tracks"]
