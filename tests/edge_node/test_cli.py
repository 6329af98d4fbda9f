import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from edge_node.cli import edge
from edge_node.errors import CaptureError, SiteError
from edge_node.track.mot import write_mot


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "tracks.csv"
    path.write_text("t_s,person_id,x_m,y_m\n0,a,1,-1\n1,a,1,1\n")
    return path


def test_a_table_is_replayed_with_a_line_of_the_command_line(table: Path) -> None:
    done = CliRunner().invoke(edge, ["replay", "--tracks", str(table), "--line", "door=0,0,4,0m", "--json"])

    assert done.exit_code == 0
    assert json.loads(done.stdout)["lines"] == {"door": {"in": 1, "out": 0}}


@pytest.mark.parametrize("both", [True, False], ids=["a video and a table", "neither"])
def test_a_replay_needs_one_source(table: Path, both: bool) -> None:
    arguments = ["clip.mp4", "--tracks", str(table)] if both else []

    done = CliRunner().invoke(edge, ["replay", *arguments])

    assert done.exit_code == 2
    assert "expected a video FILE or --tracks CSV" in done.stderr


def test_a_place_of_another_form_is_one_clear_error(table: Path) -> None:
    done = CliRunner().invoke(edge, ["replay", "--tracks", str(table), "--line", "door=1,2"])

    assert isinstance(done.exception, SiteError)


def test_boxes_are_tracked_from_file_to_file(tmp_path: Path) -> None:
    walk = np.array([(k, -1, 10.0 + 4 * k, 100.0, 40.0, 120.0, 0.9) for k in range(1, 21)])
    write_mot(tmp_path / "det.txt", walk)
    files = ["--detections", str(tmp_path / "det.txt"), "--out", str(tmp_path / "out.txt")]

    done = CliRunner().invoke(edge, ["track", *files, "--json"])

    assert json.loads(done.stdout) == {"frames": 20, "detections": 20, "tracks": 1, "boxes": 20}


def test_missing_boxes_are_one_clear_error(tmp_path: Path) -> None:
    files = ["--detections", str(tmp_path / "none.txt"), "--out", str(tmp_path / "out.txt")]

    done = CliRunner().invoke(edge, ["track", *files])

    assert isinstance(done.exception, CaptureError)


@pytest.mark.parametrize("verb", ["replay", "track", "preview", "check"])
def test_every_verb_says_what_it_does(verb: str) -> None:
    done = CliRunner().invoke(edge, [verb, "--help"])

    assert done.exit_code == 0
    assert "--json" in done.stdout
