"""The naive line that speed is compared with: every model on every frame, every person's keypoints.

The models are the product's own, with the same pre- and post-processing: YOLOX-nano at 640×384, YuNet at 640,
BlazePose (`pose_landmark_full`) through LiteRT on each person's box. Heads are filled before pose, as the
product must. What it leaves out is what the product adds: turns, a gate, a tracker, a child behind a wall.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import av
import numpy as np

from edge_node.blur.faces import FaceFinder
from edge_node.blur.fill import fill_ovals_on
from edge_node.blur.heads import tight_heads
from edge_node.boxes import Boxes
from edge_node.frame import Pixels
from edge_node.observations import KEYPOINTS
from edge_node.pose.keypoints import BodyReader
from edge_node.pose.models import BODY, FACES, PEOPLE, Models
from edge_node.pose.people import PersonFinder

THREADS = (1, 2)
"""Of each model: one is faster where other work shares the cores, two where nothing does; both are tried."""
PERSON_SCORE = 0.3
"""From here on a box is a person, as in `edge_node/blur/anonymize.py`."""


@dataclass(slots=True)
class NaiveLine:
    """Runs one clip; seconds are summed by stage."""

    models: Models
    threads: int
    seconds: dict[str, float] = field(default_factory=dict)

    def frames(self, clip: Path) -> Iterator[Boxes]:
        """Yield each frame's person boxes, float32 (N, 4) in px of the frame."""
        people = PersonFinder(_weights(self.models, PEOPLE.name), threads=self.threads)
        faces = FaceFinder(_weights(self.models, FACES.name), threads=self.threads)
        bodies = BodyReader(_weights(self.models, BODY.name), threads=self.threads)
        began = time.perf_counter()
        for pixels in _decoded(clip):
            began = self._note("decode", began)
            boxes, scores = people.find(pixels)
            began = self._note("people", began)
            found, sureness = faces.find(pixels)
            fill_ovals_on(pixels, tight_heads(boxes, found, sureness))
            began = self._note("blur", began)
            boxes = boxes[scores >= PERSON_SCORE]
            keypoints = [bodies.read(pixels, box) for box in boxes]
            assert all(person.shape == (KEYPOINTS, 3) for person in keypoints)
            began = self._note("keypoints", began)
            yield boxes

    def _note(self, stage: str, began: float) -> float:
        now = time.perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - began
        return now


def _decoded(clip: Path) -> Iterator[Pixels]:
    with av.open(str(clip)) as container:
        container.streams.video[0].thread_type = "AUTO"
        for picture in container.decode(video=0):
            yield np.asarray(picture.to_ndarray(format="bgr24"), np.uint8)


def _weights(models: Models, name: str) -> bytes:
    return models.paths[name].read_bytes()
