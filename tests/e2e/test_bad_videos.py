"""Videos that cannot be, or not wholly: the real command says what is wrong and what to do; exit 1.

A video that breaks off ends with 1 although it was counted as far as it came: whoever reads the status alone
must not take a part for the whole. The counts are printed all the same.
"""

import json
import signal
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from edge_node.node import load_node
from edge_node.storage.home import Home
from shared.clock import SystemClock
from tests.support.bad_videos import (
    FRAMES,
    changing,
    claiming,
    cut,
    damaged,
    frozen,
    of_size,
    turned,
    with_content,
    write_fast,
)
from tests.support.clips import walking, write_video
from tests.support.command_line import Shoal
from tests.support.consent_world import NOTICE_TOML, attest_home
from tests.support.edge_world import paired_node
from tests.support.rtsp_server import rtsp_server
from tests.support.unprivileged import edge
from tests.support.weights import all_models

pytestmark = pytest.mark.vision

Maker = Callable[[Path], Path]
SITE = 'name = "Shop"\nunits = "px"\n[[cameras]]\nname = "door"\nframe_px = [{}, {}]\n'

REFUSED: dict[str, tuple[str, Maker, str]] = {
    "an empty file": ("a.mp4", with_content(b""), "got 0 bytes. Copy it again"),
    "text": (
        "a.mp4",
        with_content(b"not a video " * 99),
        "invalid data found when processing input. Choose a",
    ),
    "a folder": ("a.mp4", lambda path: (path.mkdir(), path)[1], "got a folder or a device. Check the path."),
    "nothing": ("a.mp4", lambda path: path, "a.mp4, got no such file or directory. Check the path."),
    "an MP4 cut before its index": (
        "a.mp4",
        lambda path: cut(write_video(path, walking(FRAMES)), 0.8),
        "copy it again, for it may be cut off",
    ),
    "a picture of 2×2": ("a.mkv", lambda path: of_size(path, 2, 2), "got 2×2 px. Set the camera to 1280×720"),
    "a picture of 16×16": ("a.mkv", lambda path: of_size(path, 16, 16), "got 16×16 px"),
    "a header of 20000×20000": (
        "a.avi",
        lambda path: claiming(path, 20_000, 20_000),
        "got a header without a usable size. Copy the file again",
    ),
    "a header of 9000×9000": (
        "a.avi",
        lambda path: claiming(path, 9_000, 9_000),
        "expected a picture of 64 to 8192 px each way",
    ),
}
CUT_OFF: dict[str, tuple[str, Maker, str]] = {
    "an MP4 cut in its middle": (
        "a.mp4",
        lambda path: cut(write_fast(path, walking(FRAMES))),
        f"a.mp4 breaks off (expected {FRAMES} frames, got ",
    ),
    "an AVI cut in its middle": (
        "a.avi",
        lambda path: cut(write_video(path, walking(FRAMES))),
        f"a.avi breaks off (expected {FRAMES} frames, got ",
    ),
    "a Matroska file cut in its middle": (
        "a.mkv",
        lambda path: cut(write_video(path, walking(FRAMES), codec="libx264")),
        "a.mkv breaks off (expected 3.0 s, got ",
    ),
    "noise in its middle": ("a.mp4", damaged, f"a.mp4 breaks off (expected {FRAMES} frames, got "),
    "a picture that changes its size": (
        "a.h264",
        changing,
        "a.h264 changes its picture after 10 frames (expected 640×360 px, got 320×180 px)",
    ),
    "one picture for ever": (
        "a.mkv",
        lambda path: frozen(path, 90),
        "a.mkv shows one and the same picture for 89 s (expected it to change within 60 s)",
    ),
}


@pytest.fixture
def shoal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shoal:
    monkeypatch.setenv("SHOAL_MODELS", str(next(iter(all_models().paths.values())).parent))
    return Shoal(monkeypatch, capsys)


@pytest.mark.parametrize(("name", "make", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_video_is_refused(
    shoal: Shoal, tmp_path: Path, name: str, make: Maker, message: str
) -> None:
    done = shoal("edge", "replay", make(tmp_path / name), "--json")

    assert (done.status, done.answer) == (1, "")
    assert message in done.message
    assert done.message.count("\n") == 1


@pytest.mark.parametrize(("name", "make", "message"), CUT_OFF.values(), ids=CUT_OFF)
def test_what_breaks_off_is_counted_as_far_as_it_came(
    shoal: Shoal, tmp_path: Path, name: str, make: Maker, message: str
) -> None:
    done = shoal("edge", "replay", make(tmp_path / name), "--json")

    answer = json.loads(done.answer)
    assert done.status == 1
    assert message in done.message
    assert "What came before is counted." in done.message
    assert answer["frames"] > 0
    assert answer["is_complete"] is False


def test_a_frozen_stretch_is_dropped_under_its_name(shoal: Shoal, tmp_path: Path) -> None:
    done = shoal("edge", "replay", frozen(tmp_path / "a.mkv", 90), "--json")

    assert json.loads(done.answer)["dropped"]["frozen"] == 90 - 60


def test_a_camera_turned_by_a_quarter_is_said_to_be(shoal: Shoal, tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text(SITE.format(360, 640))

    done = shoal(
        "edge", "replay", write_video(tmp_path / "a.mp4", walking(3)), "--site", tmp_path / "site.toml"
    )

    assert (done.status, done.answer) == (1, "")
    assert 'camera "door" is turned by 90° (expected 360×640 px, got 640×360 px)' in done.message


def test_a_note_to_turn_the_picture_is_heeded(shoal: Shoal, tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text(SITE.format(360, 640))

    done = shoal("edge", "replay", turned(tmp_path / "a.mp4", 90), "--site", tmp_path / "site.toml")

    assert done.status == 0


def test_a_mask_beside_the_picture_hides_nothing_and_is_refused(shoal: Shoal, tmp_path: Path) -> None:
    camera = '[[cameras]]\nname = "door"\nmasks_px = [[[600, 10], [800, 10], [800, 90]]]\n'
    (tmp_path / "site.toml").write_text(f'name = "Shop"\nunits = "px"\n{camera}')

    done = shoal(
        "edge", "replay", write_video(tmp_path / "a.mp4", walking(3)), "--site", tmp_path / "site.toml"
    )

    assert done.status == 1
    assert 'mask 1 of camera "door" lies 160 px outside the picture of 640×360 px' in done.message


def test_a_preview_of_a_broken_file_keeps_what_it_saved(shoal: Shoal, tmp_path: Path) -> None:
    clip = cut(write_video(tmp_path / "a.avi", walking(FRAMES)))

    done = shoal(
        "edge", "preview", clip, "--save", tmp_path / "out", "--every", "5", "--home", tmp_path / "h"
    )

    assert done.status == 1
    assert "a.avi breaks off" in done.message
    assert len(list((tmp_path / "out").glob("*.jpg"))) >= 2


@pytest.mark.live
def test_a_camera_that_stalls_ends_a_replay_with_what_it_counted(shoal: Shoal, tmp_path: Path) -> None:
    clip = write_video(tmp_path / "a.mp4", walking(400), codec="libx264")
    with rtsp_server(clip) as server:
        stall = threading.Timer(8.0, server.process.send_signal, [signal.SIGSTOP])
        stall.start()

        done = shoal("edge", "replay", server.address, "--json")

        stall.cancel()
    assert done.status == 1
    assert "breaks off after" in done.message
    assert "Check the camera, its cable and its network." in done.message
    assert json.loads(done.answer)["frames"] > 0


@pytest.mark.live
def test_no_camera_at_the_address_ends_a_replay(shoal: Shoal) -> None:
    done = shoal("edge", "replay", "rtsp://user:secret@127.0.0.1:1/none")

    assert (done.status, done.answer) == (1, "")
    assert "expected video at rtsp://…@127.0.0.1:1/none, got connection refused" in done.message
    assert "secret" not in done.message


def test_a_video_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    clip = write_video(tmp_path / "a.mp4", walking(3))
    clip.chmod(0)
    models = next(iter(all_models().paths.values())).parent

    done = edge("replay", clip, SHOAL_MODELS=str(models))

    assert (done.returncode, done.stdout) == (1, "")
    assert "a.mp4, got permission denied. Check who may read it." in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_pass_records_a_broken_file_as_far_as_it_came(shoal: Shoal, tmp_path: Path) -> None:
    home, clip = tmp_path / "home", cut(write_video(tmp_path / "a.avi", walking(FRAMES)))
    paired_node(home, SystemClock())
    camera = f'[[cameras]]\nname = "door"\nsource = "{clip}"\nframe_px = [640, 360]\n'
    Home(home).site.write_text(f'name = "Shop"\nunits = "px"\n{camera}{NOTICE_TOML}')
    attest_home(home, datetime.now(UTC))
    (home / "config.toml").write_text("[uplink]\npatience_s = 0.0\ntimeout_s = 1.0\n")

    done = shoal("edge", "run", "--once", "--home", home, "--json")

    with closing(load_node(home, SystemClock()).open_journal()) as journal:
        open_sums = journal.sums.epochs()
    assert done.status == 1
    assert "Replace it before the next run: what was counted now would be counted again." in done.message
    assert json.loads(done.answer)["is_complete"] is False
    assert json.loads(done.answer)["cameras"]["door"]["frames"] >= 10
    assert open_sums
