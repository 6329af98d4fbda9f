"""Prints what the tight fill costs the pose model, by clip: ``python -m tests.benchmarks.fill_and_pose``.

Every person box of some frames is read twice: with heads bare, where the model's own measure of presence
must reach BARE_PRESENCE, and with heads filled, as the product reads it. *kept* is the share of people
found bare who are found filled; *shift* is how far their keypoints moved, in heights of the person box
(median over people of the median over keypoints). Needs the development data (SHOAL_DATA).
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge_node.blur.anonymize import HeadFiller
from edge_node.blur.faces import FaceFinder
from edge_node.cameras import models_at_hand
from edge_node.capture.source import SourceConfig
from edge_node.capture.video import Video
from edge_node.frame import BlurredFrame
from edge_node.pose.keypoints import BodyReader
from edge_node.pose.models import BODY, DETECTORS
from edge_node.pose.people import PersonFinder
from shared.clock import SystemClock

CLIPS = {
    "supermarket": ("argos_supermarket.mp4", 14),
    "aisle": ("intel_store-aisle-detection.gif", 8),
    "room": ("intel_one-by-one-person-detection.mp4", 30),
    "path": ("arjun_vtest.avi", 80),
}
"""File, and how many frames apart people are read."""
SURE = 0.5
"""Keypoints of at least this score count."""
BARE_PRESENCE = 0.5
"""The middle of the scale, and what the product asked for while heads were filled with an oval alone."""
BEFORE = 6
"""Frames before each one read: as long as heads are held before pose."""
Finders = tuple[PersonFinder, FaceFinder]
REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Readers:
    """The pose model as it reads bare people and filled ones."""

    bare: BodyReader
    filled: BodyReader


@dataclass(frozen=True, slots=True)
class Person:
    """One person box, read twice; keypoints float32 (17, 3) in px of the frame."""

    bare: NDArray[np.float32]
    filled: NDArray[np.float32]
    height_px: float

    @property
    def shift(self) -> float:
        """The median distance of the keypoints that are sure both times, in heights of the box."""
        sure = (self.bare[:, 2] >= SURE) & (self.filled[:, 2] >= SURE)
        moved = np.linalg.norm(self.bare[sure, :2] - self.filled[sure, :2], axis=1)
        return float(np.median(moved)) / self.height_px if len(moved) else np.inf


def people_of(path: Path, step: int, finders: Finders, readers: Readers) -> Iterator[Person]:
    """Yield the people of every step-th frame; the filler sees the frames shortly before as well."""
    filler = HeadFiller(*finders)
    for frame in Video(SourceConfig(str(path)), SystemClock()).frames():
        if -frame.index % step > BEFORE:
            continue
        blurred = filler.blur(frame)
        if frame.index % step == 0 and isinstance(blurred, BlurredFrame):
            for box in blurred.person_boxes_xyxy_px:
                bare, filled = readers.bare.read(frame.pixels, box), readers.filled.read(blurred.pixels, box)
                yield Person(bare, filled, float(box[3] - box[1]))


def cost(people: list[Person]) -> dict[str, float]:
    """Return people found with bare heads, the share of them kept, and the shift of their keypoints."""
    found = [person for person in people if person.bare[:, 2].any()]
    kept = [person for person in found if person.filled[:, 2].any()]
    return {
        "people": len(found),
        "kept": round(len(kept) / max(len(found), 1), 3),
        "shift": round(float(np.median([person.shift for person in kept])), 4),
    }


def main() -> None:
    """Print one object a clip."""
    data = Path(os.environ.get("SHOAL_DATA", REPOSITORY.parent / "shared" / "data"))
    if not (data / "video").is_dir():
        raise SystemExit(f"expected the development data with its folder video in {data}; set SHOAL_DATA")
    models = models_at_hand()
    people, faces = (models.paths[model.name].read_bytes() for model in DETECTORS)
    finders = PersonFinder(people, threads=2), FaceFinder(faces, threads=2)
    body = models.paths[BODY.name].read_bytes()
    readers = Readers(BodyReader(body, threads=2, least_presence=BARE_PRESENCE), BodyReader(body, threads=2))
    everyone: list[Person] = []
    for clip, (file, step) in CLIPS.items():
        seen = list(people_of(data / "video" / file, step, finders, readers))
        everyone += seen
        print(json.dumps({"clip": clip, **cost(seen)}), flush=True)
    print(json.dumps({"clip": "all", **cost(everyone)}))


if __name__ == "__main__":
    main()
