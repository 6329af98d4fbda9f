"""What the product's line reports at each frame."""

import time
from collections.abc import Iterator

import numpy as np

from edge_node.boxes import Boxes
from edge_node.ports import Observations
from edge_node.track.tracker import FloorTracker


def reported_boxes(camera: Observations, tracker: FloorTracker, spent_s: dict[str, float]) -> Iterator[Boxes]:
    """Yield each frame's person boxes; the tracker's seconds are added to ``spent_s["track"]``."""
    for frame in camera.frames():
        began = time.perf_counter()
        tracker.update(frame)
        spent_s["track"] += time.perf_counter() - began
        yield np.array([pose.bbox_xyxy_px for pose in frame.people], np.float32).reshape(-1, 4)
