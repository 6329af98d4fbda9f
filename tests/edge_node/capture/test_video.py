"""Files, broken files, rates and a real RTSP stream."""

import itertools
import signal
from datetime import datetime, timedelta
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from edge_node.capture.source import SourceConfig
from edge_node.capture.video import READ_TIMEOUT_S, Video
from edge_node.errors import CaptureError, CutOffError, FrozenError
from edge_node.frame import RawFrame
from shared.clock import SystemClock
from tests.support.clips import RATE_HZ, STARTED_AT, backdrop, walking, write_video
from tests.support.clock import FakeClock
from tests.support.rtsp_server import rtsp_server

FRAMES = 20


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_video(tmp_path_factory.mktemp("clips") / "walk.mp4", walking(FRAMES))


def _frames(path: Path, **more: float) -> list[RawFrame]:
    video = Video(SourceConfig(str(path), started_at=STARTED_AT, **more), FakeClock())
    try:
        return list(video.frames())
    finally:
        video.close()


def test_a_file_gives_every_frame_at_its_own_time(clip: Path) -> None:
    frames = _frames(clip)

    expected = [STARTED_AT + timedelta(seconds=index / RATE_HZ) for index in range(FRAMES)]
    assert [frame.index for frame in frames] == list(range(FRAMES))
    assert max(abs(f.captured_at - e) for f, e in zip(frames, expected, strict=True)) < timedelta(
        milliseconds=2
    )


def test_pixels_are_blue_green_red(clip: Path) -> None:
    drawn, (first, *_) = walking(FRAMES)[0], _frames(clip)

    assert np.abs(first.pixels.astype(int) - drawn).mean() < 6


@pytest.mark.parametrize(("name", "codec"), [("a.avi", "mpeg4"), ("a.gif", "gif"), ("a.mkv", "libx264")])
def test_every_container_keeps_time_and_order(tmp_path: Path, name: str, codec: str) -> None:
    frames = _frames(_written(tmp_path / name, codec))

    steps = [later.captured_at - earlier.captured_at for earlier, later in itertools.pairwise(frames)]
    assert len(frames) == FRAMES
    assert all(timedelta(milliseconds=60) <= step <= timedelta(milliseconds=140) for step in steps)


def test_without_a_start_the_file_starts_when_it_is_opened(clip: Path) -> None:
    clock = FakeClock()

    first = next(Video(SourceConfig(str(clip)), clock).frames())

    assert first.captured_at == clock.now()


@pytest.mark.parametrize("rate_hz", [1, 4, 5, 20])
def test_a_rate_thins_frames_evenly(clip: Path, rate_hz: int) -> None:
    frames = _frames(clip, max_rate_hz=rate_hz)

    assert len(frames) == pytest.approx(min(FRAMES, FRAMES / RATE_HZ * rate_hz), abs=1)


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "got 0 bytes"), (b"not a video at all" * 100, "expected video at")],
    ids=["empty", "text"],
)
def test_what_is_no_video_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "x.mp4").write_bytes(content)

    with pytest.raises(CaptureError, match=message):
        _frames(tmp_path / "x.mp4")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaptureError, match=r"none\.mp4"):
        _frames(tmp_path / "none.mp4")


def test_a_file_cut_in_its_middle_gives_what_is_there_and_then_says_so(tmp_path: Path) -> None:
    whole = write_video(tmp_path / "a.avi", walking(FRAMES))
    (tmp_path / "cut.avi").write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    seen = []

    with pytest.raises(CaptureError, match=f"expected {FRAMES} frames"):
        seen.extend(Video(SourceConfig(str(tmp_path / "cut.avi")), FakeClock()).frames())


def test_a_file_without_a_picture_is_refused(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "a.wav"), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=8000)
        samples = av.AudioFrame.from_ndarray(np.zeros((1, 800), np.int16), format="s16", layout="mono")
        samples.sample_rate = 8000
        container.mux(stream.encode(samples))

    with pytest.raises(CaptureError, match="expected a picture"):
        _frames(tmp_path / "a.wav")


@pytest.mark.live
def test_an_rtsp_stream_is_read_over_tcp_with_the_clocks_time(tmp_path: Path) -> None:
    pictures = walking(FRAMES)
    with rtsp_server(write_video(tmp_path / "a.mp4", pictures, codec="libx264")) as server:
        before = SystemClock().now()
        video = Video(SourceConfig(server.address), SystemClock())
        seen: list[RawFrame] = []

        with pytest.raises(CaptureError, match="end of the stream"):
            seen.extend(video.frames())

        assert len(seen) + video.replaced >= FRAMES - 3
        assert seen[0].captured_at >= before
        assert all(a.captured_at < b.captured_at for a, b in itertools.pairwise(seen))
        assert min(cv2.norm(seen[-1].pixels, drawn) for drawn in pictures) < 15_000


@pytest.mark.live
def test_a_frozen_camera_is_given_up_after_its_timeout(tmp_path: Path) -> None:
    with rtsp_server(write_video(tmp_path / "a.mp4", walking(200), codec="libx264")) as server:
        frames = Video(SourceConfig(server.address), SystemClock()).frames()
        next(frames)
        server.process.send_signal(signal.SIGSTOP)
        frozen_at = SystemClock().now()

        with pytest.raises(CaptureError, match=r"breaks off after .* got nothing in time"):
            list(frames)

        assert SystemClock().now() - frozen_at < timedelta(seconds=2 * READ_TIMEOUT_S + 2)


@pytest.mark.live
def test_a_camera_that_sends_one_picture_for_ever_is_frozen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edge_node.capture.video.FROZEN_S", 2.0)
    still = write_video(tmp_path / "a.mp4", [backdrop()] * 80, codec="libx264")
    with rtsp_server(still) as server, pytest.raises(FrozenError, match="one and the same picture"):
        list(Video(SourceConfig(server.address), SystemClock()).frames())


class SetBack(SystemClock):
    """A clock that is set back by an hour once it has been read a few times."""

    def __init__(self) -> None:
        self._reads = 0

    def now(self) -> datetime:
        """Return the time, later an hour less."""
        self._reads += 1
        return super().now() - timedelta(hours=self._reads > 5)


@pytest.mark.live
def test_a_clock_that_is_set_back_ends_the_stream(tmp_path: Path) -> None:
    with (
        rtsp_server(write_video(tmp_path / "a.mp4", walking(40), codec="libx264")) as server,
        pytest.raises(CutOffError, match="the clock went back by 3600 s"),
    ):
        list(Video(SourceConfig(server.address), SetBack()).frames())


def test_after_a_frozen_picture_nothing_counts_until_it_changes(tmp_path: Path) -> None:
    clip = write_video(tmp_path / "a.mkv", [*[backdrop()] * 3, *walking(4)], codec="ffv1")
    video = Video(SourceConfig(str(clip), is_suspect=True), FakeClock())

    assert [frame.is_frozen for frame in video.frames()] == [True, True, True, False, False, False, False]


@pytest.mark.live
def test_no_camera_at_the_address_is_said_without_its_password() -> None:
    with pytest.raises(CaptureError, match="…@127") as caught:
        Video(SourceConfig("rtsp://user:secret@127.0.0.1:1/none"), SystemClock())

    assert "secret" not in str(caught.value)


@pytest.mark.media
@pytest.mark.parametrize(
    ("name", "count", "seconds"),
    [
        ("argos_supermarket.mp4", 97, 13.7),
        ("arjun_vtest.avi", 795, 79.4),
        ("intel_face-demographics-walking.gif", 35, 2.8),
        ("intel_one-by-one-person-detection.mp4", 1394, 139.3),
        ("intel_store-aisle-detection.gif", 67, 4.4),
        ("intel_worker-zone-detection.gif", 71, 4.7),
    ],
)
def test_real_clips_give_every_frame_in_even_time(
    data_folder: Path, name: str, count: int, seconds: float
) -> None:
    frames = [frame.captured_at for frame in _frames(data_folder / "video" / name)]

    steps = [(later - earlier).total_seconds() for earlier, later in itertools.pairwise(frames)]
    assert len(frames) == count
    assert sum(steps) == pytest.approx(seconds, abs=0.1)
    assert max(steps) < 1.5 * min(steps) + 0.01


def _written(path: Path, codec: str) -> Path:
    if codec != "gif":
        return write_video(path, walking(FRAMES), codec=codec)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("gif", rate=RATE_HZ)
        stream.width, stream.height, stream.pix_fmt = 640, 360, "rgb8"
        for pixels in walking(FRAMES):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="bgr24")))
        container.mux(stream.encode(None))
    return path
