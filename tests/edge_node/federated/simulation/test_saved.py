"""A simulation goes on where it stopped, and only the same one."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from edge_node.federated.simulation.plans import plan_for
from edge_node.federated.simulation.rounds import RoundReport, Scenario
from edge_node.federated.simulation.saved import Saved, SavedError, load, save
from edge_node.federated.simulation.shops import Chain
from privacy.server_step import ServerState

SCENARIO = Scenario(Chain(1, 4), plan_for("fedavg", 2, None), is_silent=True)
SAVED = Saved(
    ServerState(np.float32([1, 2]), np.float64([3, 4]), np.float64([5, 6]), 7),
    (RoundReport(1.5, 0.25, 90, 13_120),),
)


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    save(tmp_path / "half.npz", SCENARIO, SAVED)

    found = load(tmp_path / "half.npz", SCENARIO)

    assert found is not None
    assert found.reports == SAVED.reports
    assert found.state.moves == 7
    assert [part.tolist() for part in (found.state.weights, found.state.momentum, found.state.spread)] == [
        [1, 2],
        [3, 4],
        [5, 6],
    ]


def test_where_nothing_was_saved_there_is_nothing(tmp_path: Path) -> None:
    assert load(tmp_path / "half.npz", SCENARIO) is None


def test_another_scenario_is_refused(tmp_path: Path) -> None:
    save(tmp_path / "half.npz", SCENARIO, SAVED)

    with pytest.raises(SavedError, match="got another's"):
        load(tmp_path / "half.npz", replace(SCENARIO, poisoned=0.1))


def test_what_is_no_simulation_is_refused(tmp_path: Path) -> None:
    (tmp_path / "half.npz").write_text("nothing of the kind")

    with pytest.raises(SavedError, match="something else"):
        load(tmp_path / "half.npz", SCENARIO)
