"""What the demo refuses before it starts anything."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from edge_node.demo.cli import demo
from edge_node.errors import EdgeError


def test_a_home_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("data")

    with pytest.raises(EdgeError, match="expected an empty folder for --home"):
        CliRunner().invoke(demo, ["--home", str(tmp_path)], catch_exceptions=False)

    assert [path.name for path in tmp_path.iterdir()] == ["precious"]


@pytest.mark.parametrize("days", ["0", "35"])
def test_days_nobody_would_take_are_misuse(days: str) -> None:
    assert CliRunner().invoke(demo, ["--days", days]).exit_code == 2
