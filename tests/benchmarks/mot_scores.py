"""Our tracker beside the reference tracker of three sequences: ``python -m tests.benchmarks.mot_scores``.

Both are scored by the same code: TrackEval where ``make peers`` has installed it, else the definitions in
tracking_scores.py; either must first repeat the published scores of the reference. Exits 1 when HOTA or IDF1
of ours is below the reference's, or a score does not repeat.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from edge_node.track.mot import FRAME, follow, read_mot, write_mot
from tests.benchmarks.tracking_scores import Scores, score
from tests.support.development_data import REPOSITORY, development_data

SEQUENCES = {"PETS09-S2L1": 7.0, "TUD-Campus": 25.0, "TUD-Stadtmitte": 25.0}
"""Folder and frames per second."""
PEERS = REPOSITORY / ".venv-peers" / "bin" / "python"
TRACKEVAL = Path(__file__).with_name("trackeval_scores.py")
GOALS = ("hota", "idf1")
TOLERANCE = 1e-4

Named = Mapping[str, Scores]


def main() -> int:
    """Print the scores and return 0 when the goals are met."""
    data = development_data()
    if data is None:
        print("no development data; set SHOAL_DATA to its folder", file=sys.stderr)
        return 1
    mot = data / "mot"
    with tempfile.TemporaryDirectory() as scratch:
        spent_ms = {
            name: follow_file(mot / name, Path(scratch) / name, SEQUENCES[name]) for name in SEQUENCES
        }
        ours = scored(mot, {name: Path(scratch) / name for name in SEQUENCES})
    reference = scored(mot, {name: mot / name / "tracker_dpnms.txt" for name in SEQUENCES})
    apart = furthest_apart(reference, json.loads((mot / "reference_scores.json").read_text(encoding="utf-8")))
    low = below(ours, reference)
    print(f"scored by {scorer()}, which repeats the published scores of the reference to {apart:.5f}")
    print(f"{'ours (reference)':18}{'HOTA':16}{'MOTA':16}{'IDF1':16}ms a frame")
    for name in SEQUENCES:
        print(f"{name:18}{beside(ours[name], reference[name])}{spent_ms[name]:.2f}")
    print("\n".join(low) or "neither HOTA nor IDF1 is below the reference tracker's")
    return 1 if low or apart > TOLERANCE else 0


def follow_file(folder: Path, out: Path, rate_hz: float) -> float:
    """Write our tracks of the folder's public detections; return the milliseconds a frame took."""
    detections = read_mot(folder / "det_frcnn.txt")
    began = time.process_time()
    found = follow(detections, rate_hz=rate_hz)
    spent_s = time.process_time() - began
    write_mot(out, found)
    return 1000 * spent_s / float(detections[-1, FRAME] - detections[0, FRAME] + 1)


def scorer() -> str:
    return "TrackEval" if PEERS.is_file() else "tests/benchmarks/tracking_scores.py (TrackEval: make peers)"


def scored(mot: Path, found: Mapping[str, Path]) -> Named:
    """Return the scores of each sequence's file, by TrackEval where it is installed."""
    pairs = [(mot / name / "gt.txt", path) for name, path in found.items()]
    if not PEERS.is_file():
        return dict(zip(found, (score(read_mot(a), read_mot(b)) for a, b in pairs), strict=True))
    command = [PEERS, TRACKEVAL, *(path for pair in pairs for path in pair)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return {name: Scores(**each) for name, each in zip(found, json.loads(done.stdout), strict=True)}


def furthest_apart(scores: Named, published: Mapping[str, Mapping[str, float]]) -> float:
    """Return the largest difference from the published scores, where there are any."""
    return max(
        abs(value - published[name][measure.upper()])
        for name in published
        for measure, value in asdict(scores[name]).items()
    )


def below(ours: Named, reference: Named) -> list[str]:
    """Return a line for every goal that was missed."""
    return [
        f"{name}: {goal.upper()} {mine:.4f} is below the reference's {theirs:.4f}"
        for name in ours
        for goal in GOALS
        if (mine := getattr(ours[name], goal)) < (theirs := getattr(reference[name], goal))
    ]


def beside(ours: Scores, reference: Scores) -> str:
    pairs = zip(asdict(ours).values(), asdict(reference).values(), strict=True)
    return "".join(f"{f'{mine:.3f} ({theirs:.3f})':16}" for mine, theirs in pairs)


if __name__ == "__main__":
    sys.exit(main())
