"""Another detector finds faces in the supermarket and none in its previews."""

from pathlib import Path

import pytest

from tests.adversary.faces_in_previews import row_of, rows
from tests.adversary.row import fallen
from tests.benchmarks.faces_left import Left


def test_one_face_left_is_a_fallen_promise() -> None:
    row = row_of([Left("a", shown=9, faces=4, left=1, elsewhere=0)])

    assert (row.holds, row.control_fails) == (False, True)


def test_a_clip_without_a_face_proves_nothing() -> None:
    assert fallen([row_of([Left("a", shown=9, faces=0, left=0, elsewhere=0)])]) != []


@pytest.mark.vision
@pytest.mark.usefixtures("data_folder")
def test_the_row_stands() -> None:
    found = rows(scale="small", seed=1)

    assert len(found) == 1
    assert fallen(found) == []


def test_without_clips_there_is_no_row(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SHOAL_DATA", str(tmp_path))

    assert rows(scale="small", seed=1) == []
