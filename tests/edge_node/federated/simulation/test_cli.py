"""``shoal learn simulate`` on the command line."""

import json
from pathlib import Path

from click.testing import CliRunner

from edge_node.federated.simulation.cli import simulate


def test_a_small_simulation_prints_one_object(tmp_path: Path) -> None:
    options = ["--sites", "6", "--rounds", "1", "--state", str(tmp_path / "half.npz"), "--json"]

    result = CliRunner().invoke(simulate, options)

    assert result.exit_code == 0, result.output
    answer = json.loads(result.output)
    assert (answer["sites"], answer["rounds"], answer["simulated"]) == (6, 1, True)
    assert answer["rho"] <= 0.03
    assert (tmp_path / "half.npz").exists()


def test_a_budget_and_silence_exclude_each_other() -> None:
    result = CliRunner().invoke(simulate, ["--silent", "--epsilon", "4"])

    assert result.exit_code == 2
    assert "one of them" in result.output
