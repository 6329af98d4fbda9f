"""``shoal hub model`` starts, shows and goes back."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from aggregator.cli import hub
from tests.support.learning_world import WEIGHTS, LearningWorld


def answer(world: LearningWorld, *words: str) -> Any:
    home = str(world.hubs.leader.hub.home.path)
    done = CliRunner().invoke(hub, ["model", *words, "--home", home, "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def test_status_lists_rounds_and_models(world: LearningWorld) -> None:
    world.round()

    found = answer(world, "status")

    assert [one["round"] for one in found["rounds"]] == [1]
    assert len(found["models"]) == 2


def test_status_in_words_says_what_defends(world: LearningWorld) -> None:
    world.round()
    home = str(world.hubs.leader.hub.home.path)

    done = CliRunner().invoke(hub, ["model", "status", "--home", home], catch_exceptions=False)

    assert "completed" in done.output
    assert "no defence" in done.output


def test_starting_where_a_model_is_changes_nothing(world: LearningWorld, tmp_path: Path) -> None:
    file = tmp_path / "weights.bin"
    file.write_bytes((WEIGHTS + 1).tobytes())

    found = answer(world, "start", "--weights", str(file))

    assert found["model"] == world.model().model_hash


def test_rollback_goes_on_from_the_older_model(world: LearningWorld) -> None:
    first = world.model().model_hash
    world.round()

    answer(world, "rollback", "--to", "0")

    assert world.model().model_hash == first


def test_the_helper_has_no_model(world: LearningWorld) -> None:
    home = str(world.hubs.helper.hub.home.path)

    done = CliRunner().invoke(hub, ["model", "status", "--home", home])

    assert "the model is the leader's" in str(done.exception)


@pytest.mark.parametrize("verb", ["start", "status", "rollback"])
def test_each_verb_has_its_help(verb: str) -> None:
    assert CliRunner().invoke(hub, ["model", verb, "--help"]).exit_code == 0
