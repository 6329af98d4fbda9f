import gzip
from pathlib import Path

import pytest

from edge_node.errors import CaptureError
from edge_node.track.table import read_tracks

HEADER = "frame,t_s,person_id,x_m,y_m\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "tracks.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_each_person_is_a_track_in_order_of_coming(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + "0,5.0,b,1,1\n0,0.0,a,0,0\n1,6.0,b,2,1\n1,1.0,a,0,1\n")

    tracks = read_tracks(path)

    assert [track.t_s.tolist() for track in tracks] == [[0.0, 1.0], [5.0, 6.0]]


def test_points_are_sorted_and_doubles_dropped(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + "0,1.0,a,9,9\n0,0.0,a,0,0\n0,1.0,a,5,5\n")

    (track,) = read_tracks(path)

    assert track.floor_xy_m.tolist() == [[0.0, 0.0], [9.0, 9.0]]


def test_a_track_is_cut_at_t_max(tmp_path: Path) -> None:
    rows = "".join(f"0,{60.0 * k},a,0,0\n" for k in range(60))

    (track,) = read_tracks(written(tmp_path, HEADER + rows))

    assert track.t_s[-1] == 1740.0


def test_gzip_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "tracks.csv.gz"
    path.write_bytes(gzip.compress((HEADER + "0,0.0,a,1,2\n").encode()))

    assert len(read_tracks(path)) == 1


def test_an_empty_table_holds_nobody(tmp_path: Path) -> None:
    assert read_tracks(written(tmp_path, HEADER)) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("t_s,person_id,x_m\n", "has no column 'y_m'"),
        (HEADER + "0,zero,a,1,1\n", "line 2: expected numbers"),
        (HEADER + "0,0.0,a\n", "line 2: expected numbers"),
        (HEADER + "0,0.0,a,nan,1\n", "line 2: expected finite"),
        (HEADER + "0,0.0,a,1e300,1\n", "line 2: expected finite seconds and positions within 100000 m"),
        (HEADER + '0,0.0,"' + "a" * 200_000, "is not a table"),
        ("", "is empty; expected a first line"),
    ],
    ids=["a missing column", "a word", "a short row", "not a number", "far away", "an endless cell", "empty"],
)
def test_a_table_of_another_form_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(CaptureError, match=message):
        read_tracks(written(tmp_path, text))


def test_a_missing_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaptureError, match="No such file"):
        read_tracks(tmp_path / "none.csv")


def test_a_broken_gzip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tracks.csv.gz"
    path.write_bytes(b"no gzip at all")

    with pytest.raises(CaptureError, match="cannot read"):
        read_tracks(path)


def test_a_gzip_with_a_damaged_body_is_refused(tmp_path: Path) -> None:
    whole = bytearray(gzip.compress((HEADER + "0,0.0,a,1,2\n").encode()))
    whole[10] = 0xFF  # no deflate block is of this type
    path = tmp_path / "tracks.csv.gz"
    path.write_bytes(whole)

    with pytest.raises(CaptureError, match="is not a UTF-8 table"):
        read_tracks(path)
