"""What the node at work says is taken as it is said; what is no answer is none."""

import json
from pathlib import Path

import pytest

from edge_node.console.happening import happening_in
from tests.support.speaking_node import ZONES, node_that_says


def test_zones_and_the_head_are_taken(tmp_path: Path) -> None:
    with node_that_says(tmp_path):
        said = happening_in(tmp_path)

    assert (said.is_answered, said.zones, said.has_own_head) == (True, ZONES["zones"], True)
    assert said.cameras == ZONES["cameras"]


def test_a_refusal_is_taken_with_its_reason(tmp_path: Path) -> None:
    refused = {"refused": "paused", "reason": "measuring is paused here", "zones": {}}

    with node_that_says(tmp_path, json.dumps(refused).encode()):
        said = happening_in(tmp_path)

    assert (said.is_answered, said.refused, said.reason) == (True, "paused", "measuring is paused here")


def test_without_a_node_there_is_no_answer(tmp_path: Path) -> None:
    said = happening_in(tmp_path)

    assert (said.is_answered, said.zones, said.has_own_head) == (False, {}, None)
    assert "shoal edge run" in said.reason


@pytest.mark.parametrize(
    "odd", [None, [], {"till": None}, {"till": 1}], ids=["nothing", "a list", "no words", "a number"]
)
def test_what_is_no_zone_and_no_camera_is_none(tmp_path: Path, odd: object) -> None:
    with node_that_says(tmp_path, json.dumps({"zones": odd, "cameras": odd}).encode()):
        said = happening_in(tmp_path)

    assert all(words == {} for words in said.zones.values())
    assert not any(said.cameras.values())
