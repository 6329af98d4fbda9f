import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from edge_node.capture.source import FrontLine
from edge_node.commands.replay import answer_of, replay_table, replay_video, show, site_for, source_at
from edge_node.errors import CutOffError
from edge_node.observations import Crossing, Journey, Track, TrackId, Visit
from edge_node.replay import Replay
from edge_node.simulation.plans import PLANS
from edge_node.simulation.site_toml import site_toml
from edge_node.site import CameraPlace, Shelf
from edge_node.site_reader import load_site
from edge_node.wall.report import WallReport
from tests.support.clips import walking, write_video
from tests.support.weights import all_models

KEYS = [
    "frames",
    "is_complete",
    "fps",
    "tracks",
    "opted_out",
    "staff",
    "lines",
    "zones",
    "skipped",
    "dropped",
    "heads_filled",
    "poses",
    "wall",
    "metrics",
]


def counted() -> Replay:
    site = site_for(None, ["door=0,0,4,0"], ["bay=0,1,4,1,4,4"], name="clip", has_metres=True)
    result = Replay(
        site,
        frames=20,
        dropped={"blur_failed": 0, "unsure": 1, "late": 0, "frozen": 0},
        poses=38,
        heads_filled=38,
        seconds=2.0,
    )
    track = Track(TrackId(1), 0.0, np.array([0.0, 1.0]), np.zeros((2, 2), np.float32))
    result.add(Journey(track, (Visit("bay", 0.0, 12.04),), (Crossing("door", 0.5, "in"),)))
    return result


def test_the_answer_has_the_promised_keys() -> None:
    answer = answer_of(counted(), WallReport(confined=True, denied={"socket": 2}))

    assert list(answer) == KEYS
    assert answer["lines"] == {"door": {"in": 1, "out": 0}}
    assert answer["zones"] == {"bay": {"visits": 1, "dwell_s": 12.0}}
    assert answer["dropped"] == {"blur_failed": 0, "unsure": 1, "late": 0, "frozen": 0}
    assert answer["wall"] == {"confined": True, "denied": 2, "denied_calls": {"socket": 2}}


def test_a_person_reads_columns(capsys: pytest.CaptureFixture[str]) -> None:
    show(counted(), WallReport(confined=True, denied={"socket": 2}), as_json=False)

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "frames     20 (1 dropped: 1 unsure), 9.5 a second"
    assert lines[-1] == "wall       closed; refused by the kernel: socket 2"


def test_shelves_that_nobody_can_look_at_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    result = counted()
    shelf = Shelf("milk", "bay", ((1.0, 2.0), (2.0, 2.0)), 1.8)
    result.site = replace(result.site, shelves=(shelf,))

    show(result, WallReport(confined=True), as_json=False)

    assert "hands      not measured here: the camera has no landmarks" in capsys.readouterr().out


def test_a_part_is_shown_and_then_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    part = counted()
    part.problem = "clip.mp4 breaks off"

    with pytest.raises(CutOffError, match=r"clip\.mp4 breaks off"):
        show(part, WallReport(confined=True), as_json=True)

    assert json.loads(capsys.readouterr().out)["is_complete"] is False


def test_metrics_that_counted_something_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "site.toml").write_text(site_toml(PLANS["boutique"](), "Test", "UTC"))
    result = Replay(load_site(tmp_path / "site.toml"))
    track = Track(TrackId(1), 0.0, np.array([0.0, 1.0]), np.zeros((2, 2), np.float32), view="door")
    result.add(Journey(track, (Visit("street", 0.0, 1.0),), ()))

    show(result, WallReport(), as_json=False)

    assert "funnel         door pass_by 1" in capsys.readouterr().out.splitlines()


def test_an_open_wall_is_said_aloud(capsys: pytest.CaptureFixture[str]) -> None:
    show(counted(), WallReport(), as_json=False)

    assert "NOT closed; refused by the kernel: nothing" in capsys.readouterr().out


def test_a_table_needs_no_wall(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "tracks.csv"
    path.write_text("t_s,person_id,x_m,y_m\n0,a,1,-1\n1,a,1,1\n")
    site = site_for(None, ["door=0,0,4,0"], [], name="tracks", has_metres=True)

    show(*replay_table(path, site), as_json=False)

    assert capsys.readouterr().out.splitlines()[-2:] == [
        "line door  1 in, 0 out",
        "wall       not needed: no pictures",
    ]


def test_a_video_is_watched_at_its_cameras_fronts_and_at_what_is_given_for_it_alone() -> None:
    front, mask = ((1.0, 2.0), (3.0, 4.0)), ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0))
    site = site_for(None, ["door=0,5,9,5"], [], name="clip", has_metres=False)
    camera = CameraPlace("hall", "usb:0", None, None, 0.0, masks_px=(mask,), fronts_px=(front,))
    across = FrontLine(0, front, 140.0)

    source = source_at("a.mp4", replace(site, cameras=(replace(camera, fronts=(across,)),)))

    assert source.fronts == (across,)
    assert source.watched_px == (((0.0, 5.0), (9.0, 5.0)), front)
    assert source.masks_px == (mask,)
    assert source_at("a.mp4", site).watched_px == (((0.0, 5.0), (9.0, 5.0)),)


@pytest.mark.vision
def test_a_drawn_clip_goes_through_the_whole_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOAL_MODELS", str(next(iter(all_models().paths.values())).parent))
    clip = write_video(tmp_path / "clip.mp4", walking(20))

    result, wall = replay_video(str(clip), site_for(None, [], [], name="clip", has_metres=False))

    assert (result.frames, result.tracks) == (20, 1)
    assert wall.confined
    assert json.loads(json.dumps(answer_of(result, wall)))["poses"] >= 15
