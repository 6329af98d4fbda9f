"""Speed and recall of the edge's line beside the naive one: ``python -m tests.benchmarks.edge_speed``.

Also ``shoal bench edge``; both take ``--json``. Two clips, two cores, the lines take turns. The busy clip,
the supermarket, stands at the top level, both stand under ``per_clip``. Frames per second count from the
first frame's end on, so that loading models counts for neither; the middle of several runs stands, with
the faster of the naive line's thread settings. Recall is of the people boxed by eye in every frame, skipped
ones included (tests/truth/people.toml). Processor time per frame is said on the way, on stderr.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from edge_node.boxes import Boxes
from edge_node.cameras import models_at_hand
from edge_node.capture.source import SourceConfig
from edge_node.pose.models import Models
from edge_node.track.tracker import FloorTracker
from edge_node.wall.camera import WalledCamera
from tests.benchmarks.naive_line import THREADS, NaiveLine
from tests.benchmarks.recall import Score, score, stretches_of, width_of
from tests.benchmarks.reported import reported_boxes

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
RUNS = {"argos_supermarket.mp4": 3, "intel_one-by-one-person-detection.mp4": 1}
"""Clip and how often each line runs on it: the first lasts 97 frames, the second 1,394."""
TRIED_FRAMES = 97
"""How many frames each of the naive line's thread settings is tried on."""
TOP = "argos_supermarket.mp4"
CORES = 2
STAGES = {
    "capture": "decode",
    "gate": "gate",
    "people": "people",
    "blur": "blur",
    "badges": "badges",
    "pose": "keypoints",
    "hands": "hands",
    "wall": "wall",
}


@dataclass(frozen=True, slots=True)
class Run:
    """One line on one clip."""

    fps: float
    processor_ms: float
    """Processor time per frame, loading left out: what stays comparable when others share the cores."""
    stage_ms: dict[str, float]
    score: Score


def main(*, as_json: bool) -> int:
    """Measure and print; 1 when there is nothing to measure with."""
    folder = Path(os.environ.get("SHOAL_DATA", DATA)) / "video"
    missing = [clip for clip in RUNS if not (folder / clip).is_file()]
    models = models_at_hand()
    if missing or not models.has_detectors:
        what = f"the clip {missing[0]} in {folder}" if missing else "the detector weights"
        print(f"expected {what}, got none; set SHOAL_DATA and SHOAL_MODELS", file=sys.stderr)
        return 1
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    per_clip = {clip: compare(folder / clip, models, runs) for clip, runs in RUNS.items()}
    figures = {**per_clip[TOP], "per_clip": per_clip}
    print(json.dumps(figures) if as_json else "\n".join(lines(per_clip)))
    return 0


def compare(clip: Path, models: Models, runs: int) -> dict[str, object]:
    """Return the figures of one clip, both lines taking turns."""
    threads = fastest_threads(clip, models)
    ours, naive = [], []
    for _ in range(runs):
        naive.append(naive_run(clip, models, threads))
        _say(f"{clip.name}, naive, {threads} threads: {naive[-1]}")
        ours.append(our_run(clip, models))
        _say(f"{clip.name}: {ours[-1]}")
    our, their = middle(ours), middle(naive)
    return {
        "fps": round(our.fps, 1),
        "naive_fps": round(their.fps, 1),
        "ratio_to_naive": round(our.fps / their.fps, 2),
        "recall": round(our.score.recall, 4),
        "naive_recall": round(their.score.recall, 4),
        "per_stage_ms": our.stage_ms,
    }


def fastest_threads(clip: Path, models: Models) -> int:
    """Return the number of threads with which the naive line is faster on the clip's first frames."""
    fps = {
        threads: timed(islice(NaiveLine(models, threads).frames(clip), TRIED_FRAMES))[1]
        for threads in THREADS
    }
    _say(f"{clip.name}, naive, fps by threads: {fps}")
    return max(fps, key=lambda threads: fps[threads])


def naive_run(clip: Path, models: Models, threads: int) -> Run:
    """Return one run of the naive line."""
    line = NaiveLine(models, threads)
    boxes, fps, processor_ms = timed(line.frames(clip))
    stage_ms = {stage: round(1000 * spent / len(boxes), 2) for stage, spent in line.seconds.items()}
    return Run(fps, processor_ms, stage_ms, _score(clip, boxes))


def our_run(clip: Path, models: Models) -> Run:
    """Return one run of the product's line, from the file to the tracker."""
    tracker, spent = FloorTracker(), {"track": 0.0}
    with WalledCamera(SourceConfig(str(clip)), models=models) as camera:
        boxes, fps, processor_ms = timed(reported_boxes(camera, tracker, spent))
        report = camera.report
    stage_ms = {name: round(report.stage_ms[stage], 2) for stage, name in STAGES.items()}
    stage_ms["track"] = round(1000 * spent["track"] / len(boxes), 2)
    return Run(fps, processor_ms + report.processor_ms, stage_ms, _score(clip, boxes))


def timed(frames: Iterable[Boxes]) -> tuple[list[Boxes], float, float]:
    """Return what was reported and, after the first frame, frames per second and processor ms a frame."""
    boxes, began_s, spent_s = [], 0.0, 0.0
    for found in frames:
        boxes.append(found)
        if len(boxes) == 1:
            began_s, spent_s = time.perf_counter(), time.process_time()
    later = len(boxes) - 1
    seconds, processor_s = time.perf_counter() - began_s, time.process_time() - spent_s
    return boxes, later / seconds, 1000 * processor_s / later


def middle(runs: list[Run]) -> Run:
    """Return the run of median speed."""
    fps = statistics.median_low([run.fps for run in runs])
    return next(run for run in runs if run.fps == fps)


def lines(per_clip: dict[str, dict[str, object]]) -> Iterator[str]:
    """Yield what a person reads."""
    for clip, figures in per_clip.items():
        yield clip
        yield from (f"  {name:<16}{value}" for name, value in figures.items())


def _score(clip: Path, boxes: list[Boxes]) -> Score:
    return score(stretches_of(clip.name), width_of(clip.name), boxes)


def _say(line: str) -> None:
    print(line, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(as_json="--json" in sys.argv[1:]))
