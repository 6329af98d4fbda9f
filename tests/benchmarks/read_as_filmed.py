"""Prints if drawn people are read as often as filmed: ``python -m tests.benchmarks.read_as_filmed``.

Everybody whom YOLOX finds surely is read by BlazePose, with heads bare and with heads filled, in filmed clips
and in drawn aisles: shares of looks in which the model is at least as sure that somebody is there as the
product asks. Clips lie in SHOAL_DATA; what their people do is not known. ``--seed`` (may be repeated) takes
other drawn clips.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from edge_node.blur.anonymize import HeadFiller
from edge_node.blur.faces import FaceFinder
from edge_node.cameras import models_at_hand
from edge_node.capture.rendered import RenderedShop
from edge_node.capture.source import SourceConfig
from edge_node.frame import BlurredFrame, RawFrame
from edge_node.pose.keypoints import BodyReader
from edge_node.pose.models import BODY, DETECTORS
from edge_node.pose.people import PersonFinder
from edge_node.simulation.staging import Staged
from edge_node.track.assign import iou
from edge_node.wall.opening import open_camera
from tests.benchmarks.drawn_and_filmed import DATA, LEVELS
from tests.benchmarks.drawn_line import Clip, each
from tests.benchmarks.drawn_scores import SAME_BOX
from tests.benchmarks.fill_and_pose import BEFORE, CLIPS
from tests.benchmarks.found import TALLNESS_PX, Floats
from tests.benchmarks.silhouettes import Shown, Silhouettes

AISLES = ("boutique-aisle", "corridor-aisle")
"""Views in which hands go into shelves."""
SEEDS = (71,)
"""Nothing was set on it."""
SECONDS, DRAWN_STEP = 20.0, 2
LEAST_SHOWN = 0.6
"""Drawn people of whom less shows are left out: no figure of theirs is whole."""
DOES = ("anything", "hand in a shelf", "stands", "walks")


@dataclass(frozen=True, slots=True)
class Look:
    """One reading of one person."""

    does: str
    """One of DOES."""
    tall_px: float
    """Height of the box in a frame 640 px wide."""
    bare: bool
    """Whether somebody was seen there with heads bare."""
    filled: bool
    """The same with heads filled, as the product reads people."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.read_as_filmed")
    parser.add_argument("--seed", type=int, action="append")
    wanted = parser.parse_args()
    samples = {clip: list(_filmed(DATA / "video" / file, step)) for clip, (file, step) in CLIPS.items()}
    samples["all filmed"] = [look for looks in samples.values() for look in looks]
    clips = [Clip(v, level, s, SECONDS) for level in LEVELS for s in wanted.seed or SEEDS for v in AISLES]
    found = list(each(clips, drawn))
    for level in LEVELS:
        samples[f"drawn, {level}"] = [look for clip, looks in found if clip.level == level for look in looks]
    print("\n".join(table(samples)))


def table(samples: dict[str, list[Look]]) -> list[str]:
    """Return a row for everything people do at every height, where anybody was looked at."""
    lines = ["| people | who | px tall | looks | read bare | read filled |", "|---" * 6 + "|"]
    ends = [*TALLNESS_PX[1:], np.inf]
    for name, looks in samples.items():
        for does in DOES:
            for low, high in zip(TALLNESS_PX, ends, strict=True):
                mine = [look for look in looks if look.does == does and low <= look.tall_px < high]
                if mine:
                    shares = (np.mean([look.bare for look in mine]), np.mean([look.filled for look in mine]))
                    kind = f"{low:.0f}-{high:.0f}" if high < np.inf else f"{low:.0f}-"
                    cells = (name, does, kind, str(len(mine)), *(f"{share:.2f}" for share in shares))
                    lines.append("| " + " | ".join(cells) + " |")
    return lines


class Reader:
    """The line up to the pose model, which reads everybody in the frames asked for."""

    def __init__(self) -> None:
        """Load the models."""
        paths = models_at_hand().paths
        people, faces = (paths[model.name].read_bytes() for model in DETECTORS)
        self._filler = HeadFiller(PersonFinder(people, threads=1), FaceFinder(faces, threads=1))
        self._body = BodyReader(paths[BODY.name].read_bytes(), threads=1)

    def fill(self, frame: RawFrame) -> BlurredFrame | None:
        """Return the frame with its heads filled, those of frames before included; None: dropped."""
        filled = self._filler.blur(frame)
        return filled if isinstance(filled, BlurredFrame) else None

    def look(self, frame: RawFrame, filled: BlurredFrame, box: Floats, does: str) -> Look:
        """Return whether the person in the box is read, bare and filled."""
        cut = box.astype(np.float32)
        bare, hidden = (self._body.read(each.pixels, cut)[:, 2].any() for each in (frame, filled))
        tall_px = float(box[3] - box[1]) * 640 / frame.pixels.shape[1]
        return Look(does, tall_px, bool(bare), bool(hidden))


def _filmed(path: Path, step: int) -> Iterator[Look]:
    reader = Reader()
    for frame in open_camera(SourceConfig(address=str(path))).frames():
        if -frame.index % step > BEFORE:
            continue
        filled = reader.fill(frame)
        if frame.index % step == 0 and filled is not None:
            for box in filled.person_boxes_xyxy_px[filled.is_readable]:
                yield reader.look(frame, filled, box, "anything")


def drawn(clip: Clip) -> list[Look]:
    """Return the looks at everybody who shows and is found, in every few frames of a drawn clip."""
    reader, made = Reader(), clip.staged
    shop, silhouettes = RenderedShop(made.scene), Silhouettes(made.scene)
    looks = []
    for frame in shop.frames():
        filled = reader.fill(frame)
        if frame.index % DRAWN_STEP or filled is None:
            continue
        boxes = filled.person_boxes_xyxy_px[filled.is_readable].astype(np.float64)
        for shown in silhouettes.of(frame.index):
            box = box_of(shown, boxes)
            if shown.share >= LEAST_SHOWN and box is not None:
                looks.append(reader.look(frame, filled, box, _does(made, shown, frame.index)))
    return looks


def box_of(shown: Shown, boxes: Floats) -> Floats | None:
    """Return the box that is the person's, whole or as far as they show; None: not found."""
    if not len(boxes):
        return None
    wanted = np.stack((shown.bbox_xyxy_px, shown.shown_xyxy_px))
    likeness = iou(wanted, boxes).max(axis=0)
    best = int(likeness.argmax())
    return boxes[best] if likeness[best] >= SAME_BOX else None


def _does(made: Staged, shown: Shown, index: int) -> str:
    at_s = made.scene.starts_at.timestamp() + index / made.scene.rate_hz
    if any(r.person == shown.person and r.from_s <= at_s <= r.until_s for r in made.truth.reaches):
        return "hand in a shelf"
    acts = next(m for m in made.movements if m.person == shown.person).acts
    return "stands" if any(act.from_s <= at_s < act.until_s for act in acts) else "walks"


if __name__ == "__main__":
    main()
