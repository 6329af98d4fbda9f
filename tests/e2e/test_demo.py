"""The whole demo, as somebody types it: real processes, real keys, the drawn shop behind the wall."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.live, pytest.mark.vision]


def shoal(*arguments: str) -> dict[str, Any]:
    """Return the object that a ``shoal`` command prints."""
    command = [sys.executable, "-m", "shared.cli", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty folder for the demo's state."""
    return tmp_path_factory.mktemp("demo") / "home"


@pytest.fixture(scope="module")
def summary(home: Path) -> dict[str, Any]:
    """Return what a demo of five stores over two days, and one round of learning, says of itself."""
    short = ("--sites", "5", "--days", "2", "--rounds", "1", "--once")
    return shoal("demo", *short, "--json", "--home", str(home))


def test_every_report_is_accepted(summary: dict[str, Any]) -> None:
    assert summary["sites"] == 5
    assert summary["reports_accepted"] > 200
    assert summary["reports_refused"] == 0


def test_the_filmed_store_lies_behind_a_closed_wall(summary: dict[str, Any]) -> None:
    assert summary["frames"] > 300
    assert summary["wall"]["confined"] is True


def test_people_on_film_are_counted(summary: dict[str, Any]) -> None:
    truth = summary["truth"]

    assert truth["entries"] >= 5
    assert abs(truth["measured_entries"] - truth["entries"]) <= 2


def test_five_stores_make_a_cohort(summary: dict[str, Any]) -> None:
    assert summary["suppressed"] == 0
    assert summary["releases"] > 100


def test_the_home_can_be_looked_at_afterwards(summary: dict[str, Any], home: Path) -> None:
    enrolled = shoal("hub", "enrolled", "--home", str(home), "--role", "leader", "--json")

    assert len(enrolled["edges"]) == summary["sites"]


def test_five_stores_learn_together_on_the_real_engine(summary: dict[str, Any]) -> None:
    learning = summary["learning"]

    assert (learning["rounds_completed"], learning["rounds_refused"]) == (1, 0)
    assert learning["participants"] == [5]
    assert 0 < learning["epsilon"] < 1


def test_the_learning_page_has_the_rounds_and_calls_them_simulated(
    summary: dict[str, Any], home: Path
) -> None:
    rounds = shoal("hub", "model", "status", "--home", str(home / "leader"), "--json")["rounds"]

    assert [one["state"] for one in rounds] == ["completed"] * summary["learning"]["rounds_completed"]
