from pathlib import Path

import numpy as np

from edge_node.commands.track import Followed, track_file
from edge_node.track.mot import read_mot, write_mot


def test_a_file_of_boxes_becomes_a_file_of_tracks(tmp_path: Path) -> None:
    walk = np.array([(k, -1, 10.0 + 4 * k, 100.0, 40.0, 120.0, 0.9) for k in range(1, 21)])
    write_mot(tmp_path / "det.txt", walk)

    followed = track_file(tmp_path / "det.txt", tmp_path / "out.txt", rate_hz=25.0)

    assert followed == Followed(frames=20, detections=20, tracks=1, boxes=20)
    assert len(read_mot(tmp_path / "out.txt")) == 20
