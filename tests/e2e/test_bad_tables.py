"""Tables and boxes of other people that cannot be read: one message with what was expected and what came."""

from pathlib import Path

import pytest

from tests.support.command_line import Shoal
from tests.support.unprivileged import edge

HEADER = "t_s,person_id,x_m,y_m\n"
MOT: dict[str, tuple[bytes, str]] = {
    "four columns": (b"1,-1,10,20\n", "expected at least 7 columns, got 4"),
    "columns that change": (b"1,-1,1,2,3,4,1\n2,-1,1\n", "is not a MOT file"),
    "words": (b"frame,id,left,top,width,height,confidence\n", "is not a MOT file"),
    "half a frame": (b"1.5,-1,1,2,3,4,1\n", "expected whole frame numbers from 0 to 1000000"),
    "a negative width": (b"1,-1,1,2,-3,4,1\n", "expected no negative width or height"),
    "a number that is none": (b"1,-1,1,nan,3,4,1\n", "holds numbers that are not finite"),
    "a picture": (b"\xff\xd8\xff\xe0" + bytes(200), "is not a MOT file"),
}
TRACKS: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "is empty; expected a first line with t_s,person_id,x_m,y_m"),
    "a column that is missing": (b"t_s,person_id,x_m\n0,a,1\n", "has no column 'y_m'"),
    "a word for a number": (HEADER.encode() + b"0,a,one,1\n", "line 2: expected numbers, got '0,a,one,1'"),
    "a line cut off": (HEADER.encode() + b"0,a,1,1\n1,a\n", "line 3: expected numbers, got '1,a'"),
    "an endless number": (HEADER.encode() + b"0,a,inf,1\n", "line 2: expected finite seconds and positions"),
    "a picture": (b"\xff\xd8\xff\xe0" + bytes(200), "is not a UTF-8 table"),
}


@pytest.fixture
def shoal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shoal:
    return Shoal(monkeypatch, capsys)


@pytest.mark.parametrize(("content", "message"), MOT.values(), ids=MOT)
def test_boxes_of_another_form_are_refused(
    shoal: Shoal, tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "det.txt").write_bytes(content)

    done = shoal("edge", "track", "--detections", tmp_path / "det.txt", "--out", tmp_path / "out.txt")

    assert (done.status, done.answer) == (1, "")
    assert message in done.message
    assert str(tmp_path / "det.txt") in done.message
    assert not (tmp_path / "out.txt").exists()


def test_no_boxes_are_no_tracks(shoal: Shoal, tmp_path: Path) -> None:
    (tmp_path / "det.txt").touch()

    done = shoal("edge", "track", "--detections", tmp_path / "det.txt", "--out", tmp_path / "out.txt")

    assert (done.status, (tmp_path / "out.txt").read_text()) == (0, "")


@pytest.mark.parametrize(("content", "message"), TRACKS.values(), ids=TRACKS)
def test_tracks_of_another_form_are_refused(
    shoal: Shoal, tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "tracks.csv").write_bytes(content)

    done = shoal("edge", "replay", "--tracks", tmp_path / "tracks.csv")

    assert (done.status, done.answer) == (1, "")
    assert message in done.message


@pytest.mark.parametrize(
    "words",
    [
        ("track", "--detections", "{}", "--out", "out.txt"),
        ("replay", "--tracks", "{}"),
        ("replay", "--tracks", "{}", "--site", "{}"),
    ],
    ids=["boxes", "tracks", "a site file"],
)
def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, words: tuple[str, ...]) -> None:
    path = tmp_path / "secret.csv"
    path.write_text(HEADER)
    path.chmod(0)

    done = edge(*(word.format(path) for word in words))

    assert (done.returncode, done.stdout) == (1, "")
    assert f"cannot read {path}: permission denied" in done.stderr.lower()
    assert done.stderr.count("\n") == 1
