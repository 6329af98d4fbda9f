"""Killed and hung workers of a live camera must be replaced at once, and leave no frame behind.

A worker that watches a real RTSP stream is killed, and another is stopped as a hang would stop it; measured
are the seconds until a fresh process is there. The control waits longer for a word before it takes silence
for a hang.
"""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from edge_node.capture.source import SourceConfig
from edge_node.wall.camera import WalledCamera
from edge_node.wall.child import SILENCE_S
from tests.adversary.row import Row, Scale
from tests.support.clips import RATE_HZ, walking, write_video
from tests.support.rtsp_server import rtsp_server
from tests.support.wall_workers import wall_workers
from tests.support.weights import all_models

WITHIN_S = 5.0
"""From the blow to the start of a fresh worker; loading its models comes on top and is told in the detail."""
PATIENCE_S: dict[Scale, float] = {"small": WITHIN_S, "full": SILENCE_S}
"""How long the control waits for a word; in full as long as the product waits where a file is read."""
_CLIP_FRAMES = 200
"""Twenty seconds of a walk."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """How a struck worker was replaced."""

    started_s: float
    """From the blow until a fresh process was there."""
    seen_s: float
    """Until its first frame."""
    is_gone: bool
    """Whether the struck process, and all its memory, is gone."""
    begins_anew: bool
    """Whether the fresh one's frame count fits into its own life: nothing was handed on.

    A count that went on from the struck worker would hold the gap between the two as well, a second or more.
    """


def rows(*, scale: Scale, seed: int) -> list[Row]:
    """Return one row: the slower of the two recoveries, the control beside it."""
    with TemporaryDirectory() as folder:
        clip = write_video(Path(folder) / "walk.mp4", walking(_CLIP_FRAMES), codec="libx264")
        struck = [recovery(clip, blow) for blow in (signal.SIGKILL, signal.SIGSTOP)]
        with patch("edge_node.wall.camera.LIVE_SILENCE_S", PATIENCE_S[scale]):
            unwatched = recovery(clip, signal.SIGSTOP)
    return [_row(struck, unwatched)]


def recovery(clip: Path, blow: signal.Signals) -> Recovery:
    """Strike the worker after its first frame, and return how long it took."""
    with (
        rtsp_server(clip) as server,
        WalledCamera(SourceConfig(server.address), models=all_models()) as camera,
    ):
        frames = camera.frames()
        next(frames)
        [struck] = wall_workers()
        os.kill(struck, blow)
        struck_s = time.monotonic()
        while camera.report.restarts == 0:
            again = next(frames)
        seen_s = time.monotonic() - struck_s
        [fresh] = wall_workers()
        is_gone = not Path(f"/proc/{struck}").exists()
        started_s = _age_at(struck_s, fresh)
        begins_anew = again.index <= RATE_HZ * (seen_s - started_s)
        return Recovery(started_s, seen_s, is_gone, begins_anew=begins_anew)


def _age_at(struck_s: float, process: int) -> float:
    """Return the seconds from the blow until the process began. Source: proc_pid_stat(5), field 22."""
    ticks = int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[19])
    return ticks / os.sysconf("SC_CLK_TCK") - struck_s


def _row(struck: list[Recovery], control: Recovery) -> Row:
    slowest_s = max(each.started_s for each in struck)
    seen = " and ".join(f"{each.seen_s:.1f}" for each in struck)
    return Row(
        promise=f"a worker that dies or hangs is replaced within {WITHIN_S:.0f} s, and no frame survives it",
        attack="somebody kills or stops the worker of a live camera",
        measured=slowest_s,
        bound=WITHIN_S,
        holds=slowest_s <= WITHIN_S and all(each.is_gone and each.begins_anew for each in struck),
        control=control.started_s,
        control_fails=control.started_s > WITHIN_S,
        detail=f"seconds; first frames of the fresh ones after {seen}; "
        f"struck ones gone {all(each.is_gone for each in struck)}, "
        f"counts begun anew {all(each.begins_anew for each in struck)}",
    )
