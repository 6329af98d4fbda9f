"""What the demo refuses before it starts anything."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from edge_node.demo.cli import demo
from edge_node.errors import EdgeError
from edge_node.federated.demo_lesson import MOST_ROUNDS


def test_a_home_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("data")

    with pytest.raises(EdgeError, match="expected an empty folder for --home"):
        CliRunner().invoke(demo, ["--home", str(tmp_path)], catch_exceptions=False)

    assert [path.name for path in tmp_path.iterdir()] == ["precious"]


def test_more_rounds_than_the_budget_pays_for_are_misuse() -> None:
    assert CliRunner().invoke(demo, ["--rounds", str(MOST_ROUNDS + 1)]).exit_code == 2


@pytest.mark.parametrize("days", ["0", "35"])
def test_days_nobody_would_take_are_misuse(days: str) -> None:
    assert CliRunner().invoke(demo, ["--days", days]).exit_code == 2
