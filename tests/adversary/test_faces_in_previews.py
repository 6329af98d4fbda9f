"""Another detector finds faces in the supermarket and none in its previews."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tests.adversary.faces_in_previews import row_of, rows
from tests.adversary.row import fallen
from tests.benchmarks.faces_left import Left, sorted_out
from tests.benchmarks.not_faces import NotAFace


def test_one_face_left_is_a_fallen_promise() -> None:
    row = row_of([Left("a", shown=9, faces=4, left=1, elsewhere=0)])

    assert (row.holds, row.control_fails) == (False, True)


def test_a_clip_without_a_face_proves_nothing() -> None:
    assert fallen([row_of([Left("a", shown=9, faces=0, left=0, elsewhere=0)])]) != []


def test_what_was_judged_by_eye_is_told_and_not_counted() -> None:
    row = row_of([Left("a", shown=9, faces=4, left=0, elsewhere=0, judged=("a paper bag",))])

    assert row.holds
    assert "no face: 1 (a paper bag)" in row.detail


def test_a_judgement_saves_no_other_finding() -> None:
    row = row_of([Left("a", shown=9, faces=4, left=1, elsewhere=0, judged=("a paper bag",))])

    assert not row.holds


def test_findings_are_sorted_by_whether_somebody_has_looked() -> None:
    bag = NotAFace("a.mp4", 44, (100, 200, 140, 240), "a paper bag", date(2026, 11, 27))
    boxes = [(44, (101, 201, 141, 241)), (44, (300, 200, 340, 240)), (45, (100, 200, 140, 240))]

    left, judged = sorted_out([bag], "a.mp4", [(frame, np.array(box, float)) for frame, box in boxes])

    assert judged == ("a paper bag",)
    assert left == ("frame 44, box [300, 200, 340, 240] px", "frame 45, box [100, 200, 140, 240] px")


@pytest.mark.vision
@pytest.mark.usefixtures("data_folder")
def test_the_row_stands() -> None:
    found = rows(scale="small", seed=1)

    assert len(found) == 1
    assert fallen(found) == []


def test_without_clips_there_is_no_row(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SHOAL_DATA", str(tmp_path))

    assert rows(scale="small", seed=1) == []
