"""A file that is no table of keypoints is refused in one sentence, before anything is learnt."""

import gzip
from pathlib import Path

import pytest

from tests.benchmarks.keypoint_file import COLUMNS, NUMBERS, KeypointFileError, clips_in

HEAD = list(dict.fromkeys((*COLUMNS, *NUMBERS)))


def text(*clips: tuple[str, str], head: list[str] = HEAD, number: str = "0.5") -> str:
    """Return a table with two frames of each clip and label."""
    lines = [",".join(head)]
    for clip, label in clips:
        for frame in range(2):
            values = {"clip": clip, "subject": "ann", "class": label, "frame": str(frame)}
            lines.append(",".join(values.get(name, number) for name in head))
    return "\n".join(lines)


@pytest.mark.parametrize("ending", ["csv", "csv.gz"])
def test_a_table_is_read_clip_by_clip(tmp_path: Path, ending: str) -> None:
    path, table = tmp_path / f"good.{ending}", text(("1", "reach"), ("2", "wait")).encode()
    path.write_bytes(gzip.compress(table) if ending == "csv.gz" else table)

    assert [(rows[0]["clip"], len(rows)) for rows in clips_in(path)] == [("1", 2), ("2", 2)]


def test_labels_that_do_not_count_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "two.csv"
    path.write_text(text(("1", "reach"), ("2", "wait")))

    assert [rows[0]["class"] for rows in clips_in(path, ["wait"])] == ["wait"]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.csv", b"", r"at least one clip in .*a.csv, got none"),
        ("a.csv", text().encode(), "at least one clip"),
        ("a.csv", text(("1", "r"), head=HEAD[:2] + HEAD[3:]).encode(), r"got none named class$"),
        ("a.csv", b"a,b\n1,2\n", r"got none named clip, subject, class and 25 more"),
        ("a.csv", text(("7", "r"), number="x").encode(), r"number as l_shoulder_x of clip 7 in .*, got 'x'"),
        ("a.csv", text(("7", "r"), number="nan").encode(), r"got 'nan'"),
        ("a.csv", text(("1", "dance")).encode(), r"what was learnt \(reach, wait\) in .*, got dance"),
        ("a.csv.gz", text(("1", "reach")).encode(), r"packed by gzip as its name says"),
        ("a.csv.gz", gzip.compress(text(("1", "reach")).encode())[:-9], "table of keypoints"),
        ("a.csv", bytes(range(128, 256)), "table of keypoints"),
    ],
    ids=[
        "empty", "no row", "a column less", "another table", "no number", "not a number", "other labels",
        "not packed", "cut off", "no text",
    ],
)  # fmt: skip
def test_what_is_no_such_file_is_refused(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(KeypointFileError, match=expected):
        clips_in(tmp_path / name, ["reach", "wait"])


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeypointFileError, match=r"cannot read .*nowhere\.csv: No such file"):
        clips_in(tmp_path / "nowhere.csv")
