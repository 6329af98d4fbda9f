from pathlib import Path

import numpy as np
import pytest

from edge_node.errors import CaptureError
from edge_node.track.mot import FRAME, ID, follow, read_mot, write_mot
from tests.benchmarks.tracking_scores import score


def walk(frames: range) -> np.ndarray:
    """One person 40 × 120 px walking right."""
    return np.array([(k, -1, 10.0 + 4 * k, 100.0, 40.0, 120.0, 0.9) for k in frames], dtype=float)


def test_what_is_written_can_be_read(tmp_path: Path) -> None:
    write_mot(tmp_path / "a.txt", walk(range(1, 5)))

    assert read_mot(tmp_path / "a.txt") == pytest.approx(walk(range(1, 5)))


def test_a_walker_gets_one_number() -> None:
    found = follow(walk(range(1, 40)), rate_hz=25.0)

    assert np.unique(found[:, ID]).tolist() == [1.0]


def test_one_who_leaves_and_one_who_enters_get_two_numbers() -> None:
    leaving = walk(range(1, 40))
    entering = np.array([(k, -1, 170.0 - 4 * (k - 60), 100.0, 40.0, 120.0, 0.9) for k in range(60, 90)])

    found = follow(np.vstack((leaving, entering)), rate_hz=25.0)

    assert np.unique(found[found[:, FRAME] < 60, ID]).tolist() == [1.0]
    assert np.unique(found[found[:, FRAME] >= 60, ID]).tolist() == [2.0]


def test_a_short_gap_is_filled() -> None:
    seen = np.vstack((walk(range(1, 20)), walk(range(30, 50))))

    found = follow(seen, rate_hz=25.0)

    assert found[:, FRAME].tolist() == list(range(1, 50))


def test_a_long_gap_stays_empty() -> None:
    seen = np.vstack((walk(range(1, 20)), walk(range(60, 80))))

    found = follow(seen, rate_hz=25.0)

    assert not np.isin(np.arange(20, 60), found[:, FRAME]).any()


def test_nothing_detected_is_nobody_tracked() -> None:
    assert follow(np.empty((0, 7)), rate_hz=25.0).shape == (0, 7)


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("")

    assert read_mot(tmp_path / "a.txt").shape == (0, 7)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1,2,3\n", "at least 7 columns, got 3"),
        ("a,b\n", "is not a MOT file"),
        ("1,-1,nan,1,1,1,1\n", "finite"),
        ("1e12,-1,1,1,1,1,1\n", "whole frame numbers from 0 to 1000000"),
        ("1.5,-1,1,1,1,1,1\n", "whole frame numbers"),
        ("1,-1,1,1,-5,1,1\n", "no negative width or height"),
    ],
    ids=["too few columns", "words", "not a number", "an endless video", "half a frame", "a box turned over"],
)
def test_a_file_of_another_form_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "a.txt").write_text(text)

    with pytest.raises(CaptureError, match=message):
        read_mot(tmp_path / "a.txt")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaptureError, match="cannot read"):
        read_mot(tmp_path / "none.txt")


def test_a_file_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaptureError, match="cannot write"):
        write_mot(tmp_path, walk(range(2)))


@pytest.mark.media
@pytest.mark.parametrize(
    ("sequence", "rate_hz"), [("TUD-Campus", 25.0), ("TUD-Stadtmitte", 25.0), ("PETS09-S2L1", 7.0)]
)
@pytest.mark.parametrize("measure", ["hota", "idf1"])
def test_no_score_is_below_the_reference_tracker(
    data_folder: Path, sequence: str, rate_hz: float, measure: str
) -> None:
    folder = data_folder / "mot" / sequence
    truth = read_mot(folder / "gt.txt")

    ours = score(truth, follow(read_mot(folder / "det_frcnn.txt"), rate_hz=rate_hz))

    assert getattr(ours, measure) >= getattr(score(truth, read_mot(folder / "tracker_dpnms.txt")), measure)
