"""Prints if drawn people are found as often as filmed: ``python -m tests.benchmarks.drawn_and_filmed``.

YOLOX-nano alone on two filmed clips boxed by eye, the published annotation of a third (outdoors) and drawn
clips; then the same by how heads are seen, on all clips with heads marked by eye. Clips lie in SHOAL_DATA.
Shares of people whose box has at least that score. ``--seed`` (may be repeated) takes other drawn clips.
"""

import argparse
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np

from edge_node.cameras import models_at_hand
from edge_node.capture.rendered import RenderedShop
from edge_node.capture.source import SourceConfig
from edge_node.frame import RawFrame
from edge_node.pose.models import PEOPLE
from edge_node.pose.people import PersonFinder
from edge_node.wall.opening import open_camera
from tests.benchmarks.drawn_line import Clip, each
from tests.benchmarks.found import LEAST_HEAD_PX, TALLNESS_PX, Floats, Seen, head_score, seen_in, view_of
from tests.benchmarks.head_truth import Head, pictures
from tests.benchmarks.recall import stretches_of
from tests.benchmarks.silhouettes import Shown, Silhouettes

DATA = Path(os.environ.get("SHOAL_DATA", "../shared/data"))
FILMED = ("argos_supermarket.mp4", "intel_one-by-one-person-detection.mp4")
CAMPUS, CAMPUS_TRUTH, CAMPUS_SCALE, CAMPUS_STEP = "arjun_vtest.avi", "mot/PETS09-S2L1/gt.txt", 480 / 768, 3
"""The annotation is of 768 px wide frames, numbered from 1; every third is looked at."""
VIEWS = (
    "boutique-door", "grocery-door", "boutique-aisle", "corridor-aisle",
    "grocery-aisle", "grocery-till", "boutique-till",
)  # fmt: skip
LEVELS = ("calm", "everyday")
SEEDS = (51, 52)
"""No other command judges by these."""
SECONDS, DRAWN_STEP = 40.0, 4
LEAST_SHOWN = 0.25
"""Drawn people of whom less shows are not asked for: by eye, a head alone was not boxed either."""
SCORES = (0.5, 0.3, 0.15)

Heads = list[tuple[str, float]]
"""How a head is seen, and the score of its person's box."""
Sample = tuple[list[Seen], Heads]


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.drawn_and_filmed")
    parser.add_argument("--seed", type=int, action="append")
    wanted = parser.parse_args()
    finder = _finder()
    samples = {name.split("_")[0]: (_filmed(finder, name), _heads(finder, name)) for name in FILMED}
    others = sorted({p.file for p in pictures(DATA) if p.file.startswith("video/")})
    more = [name for name in (Path(file).name for file in others) if name not in (*FILMED, CAMPUS)]
    samples["campus"] = (_campus(finder), _heads(finder, CAMPUS))
    samples["other clips"] = ([], [head for name in more for head in _heads(finder, name)])
    samples["all filmed"] = _together(list(samples.values()))
    clips = [Clip(v, level, s, SECONDS) for level in LEVELS for s in wanted.seed or SEEDS for v in VIEWS]
    drawn = list(each(clips, partial(_drawn, step=DRAWN_STEP)))
    for level in LEVELS:
        samples[f"drawn, {level}"] = _together([found for clip, found in drawn if clip.level == level])
    samples["all drawn"] = _together([found for _, found in drawn])
    print("\n".join([*_by_height(samples), "", *_by_view(samples)]))


def _finder() -> PersonFinder:
    return PersonFinder(models_at_hand().paths[PEOPLE.name].read_bytes(), threads=1)


def _frames(name: str) -> Iterator[RawFrame]:
    return open_camera(SourceConfig(address=str(DATA / "video" / name))).frames()


def _filmed(finder: PersonFinder, name: str) -> list[Seen]:
    stretches, seen = stretches_of(name), list[Seen]()
    for frame in _frames(name):
        boxes = [box for each in stretches if (box := each.box_at(frame.index)) is not None]
        seen += _seen(finder, frame, boxes)
    return seen


def _campus(finder: PersonFinder) -> list[Seen]:
    table, seen = np.loadtxt(DATA / CAMPUS_TRUTH, delimiter=","), list[Seen]()
    for frame in _frames(CAMPUS):
        if frame.index % CAMPUS_STEP == 0:
            xywh = table[table[:, 0] == frame.index + 1, 2:6] * CAMPUS_SCALE
            seen += _seen(finder, frame, list(np.hstack((xywh[:, :2], xywh[:, :2] + xywh[:, 2:]))))
    return seen


def _seen(finder: PersonFinder, frame: RawFrame, boxes: list[Floats]) -> list[Seen]:
    height, width = frame.pixels.shape[:2]
    return list(seen_in(boxes, finder.find(frame.pixels), (width, height)))


def _heads(finder: PersonFinder, name: str) -> Heads:
    """Return every whole head marked in this clip."""
    marked = {p.frame: p.heads for p in pictures(DATA) if p.file == f"video/{name}"}
    found: Heads = []
    for frame in _frames(name):
        if (heads := marked.get(frame.index)) is not None:
            found += _head_scores(finder, frame, [head for head in heads if not head.border])
    return found


def _head_scores(finder: PersonFinder, frame: RawFrame, heads: list[Head]) -> Heads:
    least_px, boxes = LEAST_HEAD_PX * frame.pixels.shape[1] / 640, finder.find(frame.pixels)
    tall = [head for head in heads if head.box_px[3] - head.box_px[1] >= least_px]
    return [(head.view, head_score(head, boxes)) for head in tall]


def _drawn(clip: Clip, *, step: int) -> Sample:
    """Return everybody in every few frames."""
    finder, made = _finder(), clip.staged
    shop, silhouettes = RenderedShop(made.scene), Silhouettes(made.scene)
    people = {person.person: person for person in made.scene.people}
    eye = np.array(made.scene.camera.position_m)
    seen: list[Seen] = []
    heads: Heads = []
    for index in range(0, made.scene.frames, step):
        frame = shop.frame(index)
        shown = [person for person in silhouettes.of(index) if person.share >= LEAST_SHOWN]
        seen += _seen(finder, frame, [person.shown_xyxy_px for person in shown])
        marked = []
        for person in shown:
            points_m = people[person.person].keypoints_m(index)
            if points_m is not None and person.is_shown[3:5].any() and person.share >= 2 * LEAST_SHOWN:
                marked.append(_head(person, points_m, eye))
        heads += _head_scores(finder, frame, marked)
    return seen, heads


def _head(person: Shown, points_m: Floats, eye_m: Floats) -> Head:
    """Return the head as it would be marked: a seventh of the person high."""
    ears = points_m[3:5].mean(axis=0)
    x, y = person.joints_px[3:5].mean(axis=0).tolist()
    high = max(float(np.ptp(person.joints_px[:, 1])), 1.0) / 7
    box = (round(x - high / 2), round(y - high / 2), round(x + high / 2), round(y + high / 2))
    return Head(box, view_of(points_m[0] - ears, eye_m - ears))


def _together(samples: list[Sample]) -> Sample:
    return [s for seen, _ in samples for s in seen], [h for _, heads in samples for h in heads]


def _by_height(samples: dict[str, Sample]) -> list[str]:
    lines = ["| people | hidden | px tall | people seen | ≥ 0.5 | ≥ 0.3 | ≥ 0.15 |", "|---" * 7 + "|"]
    ends = [*TALLNESS_PX[1:], np.inf]
    for name, (seen, _) in samples.items():
        for hidden in ("free", "behind others", "at the edge"):
            for low, high in zip(TALLNESS_PX, ends, strict=True):
                scores = [s.score for s in seen if s.hidden == hidden and low <= s.tall_px < high]
                kind = f"{low:.0f}-{high:.0f}" if high < np.inf else f"{low:.0f}-"
                lines += _line((name, hidden, kind), scores)
    return lines


def _by_view(samples: dict[str, Sample]) -> list[str]:
    lines = ["| people | head | heads | ≥ 0.5 | ≥ 0.3 | ≥ 0.15 |", "|---" * 6 + "|"]
    for name, (_, heads) in samples.items():
        for view in ("face", "profile", "behind"):
            lines += _line((name, view), [score for seen, score in heads if seen == view])
    return lines


def _line(names: tuple[str, ...], scores: list[float]) -> list[str]:
    if not scores:
        return []
    shares = (f"{np.mean(np.array(scores) >= least):.3f}" for least in SCORES)
    return ["| " + " | ".join((*names, str(len(scores)), *shares)) + " |"]


if __name__ == "__main__":
    main()
