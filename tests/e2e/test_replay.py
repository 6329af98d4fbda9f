"""Real clips through the whole line behind the wall, against what was counted by eye."""

import json
import os
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.support.weights import all_models

ROOT = Path(__file__).resolve().parents[2]
SITES, TRUTH = ROOT / "tests" / "sites", ROOT / "tests" / "truth"
SHORT = {
    "argos_supermarket.mp4": 97,
    "intel_face-demographics-walking.gif": 35,
    "intel_store-aisle-detection.gif": 67,
    "intel_worker-zone-detection.gif": 71,
}
"""Clip and its number of frames."""

pytestmark = [pytest.mark.vision, pytest.mark.media]


@cache
def replay(video: Path) -> dict[str, Any]:
    """Run the command as a person would and return its JSON; once for each clip."""
    models = next(iter(all_models().paths.values())).parent
    shoal = Path(sys.executable).parent / "shoal"
    command = [shoal, "edge", "replay", video, "--site", SITES / f"{video.stem}.toml", "--json"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "SHOAL_MODELS": str(models)}
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def truth(clip: str) -> dict[str, Any]:
    return tomllib.loads((TRUTH / f"{Path(clip).stem}.toml").read_text(encoding="utf-8"))


def counted(answer: dict[str, Any]) -> dict[str, tuple[int, int]]:
    return {name: (line["in"], line["out"]) for name, line in answer["lines"].items()}


@pytest.mark.parametrize(("clip", "frames"), SHORT.items())
def test_a_clip_replays_behind_the_wall(data_folder: Path, clip: str, frames: int) -> None:
    answer = replay(data_folder / "video" / clip)

    assert answer["wall"]["confined"]
    assert answer["frames"] == frames
    assert answer["tracks"] >= 1
    assert answer["heads_filled"] >= answer["poses"] > 0


def test_the_supermarket_finds_four_people_a_frame(data_folder: Path) -> None:
    visible = truth("argos_supermarket.mp4")["visible"]

    answer = replay(data_folder / "video" / "argos_supermarket.mp4")

    assert 4.0 <= answer["poses"] / answer["frames"] <= max(visible)


def test_everyone_who_enters_and_leaves_is_counted_once(data_folder: Path) -> None:
    clip = "intel_one-by-one-person-detection.mp4"

    answer = replay(data_folder / "video" / clip)

    assert counted(answer) == {line["name"]: (line["in"], line["out"]) for line in truth(clip)["lines"]}
    assert answer["tracks"] == len(truth(clip)["people"])


def test_the_campus_path_is_counted_as_annotated(data_folder: Path) -> None:
    ((name, (ways_in, ways_out)),) = [
        (line["name"], (line["in"], line["out"])) for line in truth("arjun_vtest.avi")["lines"]
    ]

    found_in, found_out = counted(replay(data_folder / "video" / "arjun_vtest.avi"))[name]

    assert abs(found_in - ways_in) <= 1
    assert abs(found_out - ways_out) <= 1
