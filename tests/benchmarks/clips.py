"""Prints frames per second and people per frame of every development clip, behind the wall.

``SHOAL_MODELS=… python -m tests.benchmarks.clips FOLDER [alone]`` with the folder of the clips; *alone* takes
the detector weights away, so that MediaPipe has to find people by itself.
"""

import json
import sys
import time
from pathlib import Path

from edge_node.cameras import models_at_hand
from edge_node.capture.source import SourceConfig
from edge_node.pose.models import DETECTORS, Models
from edge_node.wall.camera import WalledCamera


def main(folder: Path, *, alone: bool) -> None:
    """Run each clip once and print one object a line."""
    models = models_at_hand()
    if alone:
        detectors = {model.name for model in DETECTORS}
        models = Models({name: path for name, path in models.paths.items() if name not in detectors})
    for clip in sorted(path for path in folder.iterdir() if path.suffix in {".mp4", ".avi", ".gif"}):
        began, frames, people = time.perf_counter(), 0, 0
        with WalledCamera(SourceConfig(address=str(clip)), models=models) as camera:
            for observation in camera.frames():
                frames += 1
                people += len(observation.people)
            report = camera.report
        print(
            json.dumps(
                {
                    "clip": clip.name,
                    "frames": frames,
                    "fps": round(frames / (time.perf_counter() - began), 1),
                    "people_per_frame": round(people / max(frames, 1), 2),
                    "dropped": report.dropped,
                    "withheld": report.withheld,
                    "stage_ms": {stage: round(spent, 1) for stage, spent in report.stage_ms.items()},
                    "denied": report.denied,
                }
            )
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), alone=sys.argv[2:] == ["alone"])
