import json
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest

from edge_node.commands.preview import preview_file, record, save_every
from edge_node.errors import CaptureError, SiteError, StorageError
from edge_node.observations import FrameObservation
from edge_node.site import CameraPlace
from edge_node.wall.preview import Preview
from tests.support.clips import STARTED_AT, walking, write_video
from tests.support.clock import FakeClock
from tests.support.weights import all_models

ACT = {"action": "previews asked for", "source": "clip.mp4"}


class Previewing:
    """Seven frames, each after its preview."""

    def __init__(self) -> None:
        self.previews: deque[Preview] = deque()

    def frames(self) -> Iterator[FrameObservation]:
        for k in range(7):
            self.previews.append(Preview(b"\xff\xd8" + bytes([k]), k, STARTED_AT))
            yield FrameObservation(k, STARTED_AT, 640, 360, (), 0, dropped=None)


def test_every_third_preview_is_saved_under_its_frame(tmp_path: Path) -> None:
    saved = save_every(Previewing(), tmp_path / "out", every=3)

    assert saved == 3
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "frame-000000.jpg",
        "frame-000003.jpg",
        "frame-000006.jpg",
    ]


def test_where_the_masks_do_not_fit_nothing_is_saved(tmp_path: Path) -> None:
    place = CameraPlace(
        "door", "clip.mp4", None, None, 0.0, masks_px=(((9.0, 0.0), (900.0, 0.0), (9.0, 9.0)),)
    )

    with pytest.raises(SiteError, match="mask 1 of camera"):
        save_every(Previewing(), tmp_path / "out", every=1, place=place)

    assert not (tmp_path / "out").exists()


def test_pictures_and_audit_log_are_for_their_owner_only(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir(mode=0o755)

    save_every(Previewing(), tmp_path / "out", every=1)
    record(tmp_path / "home", ACT, FakeClock())

    written = [*(tmp_path / "out").iterdir(), tmp_path / "home" / "audit.jsonl"]
    assert {path.stat().st_mode & 0o777 for path in written} == {0o600}


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way")

    with pytest.raises(CaptureError, match="cannot save previews"):
        save_every(Previewing(), tmp_path / "out", every=1)


def test_each_act_is_one_more_line_of_the_audit_log(tmp_path: Path) -> None:
    for _ in range(2):
        record(tmp_path / "home", ACT, FakeClock())

    lines = (tmp_path / "home" / "audit.jsonl").read_text().splitlines()
    assert [json.loads(line) for line in lines] == [{"at": "2026-06-15T12:00:00+00:00", **ACT}] * 2


def test_what_cannot_be_recorded_is_not_done(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("in the way")

    with pytest.raises(StorageError, match="cannot write the audit log"):
        preview_file("clip.mp4", None, tmp_path / "out", every=1, home=tmp_path / "home")
    assert not (tmp_path / "out").exists()


@pytest.mark.vision
def test_previews_of_a_clip_are_announced_recorded_and_saved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOAL_MODELS", str(next(iter(all_models().paths.values())).parent))
    clip = write_video(tmp_path / "clip.mp4", walking(12))

    done = preview_file(str(clip), None, tmp_path / "out", every=2, home=tmp_path / "home")

    assert done.saved == len(list((tmp_path / "out").glob("*.jpg"))) == 3
    assert done.withheld == 5
    assert "recorded in the audit log" in capsys.readouterr().err
    assert json.loads((tmp_path / "home" / "audit.jsonl").read_text())["action"] == "previews asked for"
