import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from edge_node.simulation import grounding

SCRIPT = Path(__file__).resolve().parents[3] / "tests" / "benchmarks" / "ground_simulation.py"


def test_draws_stay_between_the_outer_quantiles() -> None:
    drawn = grounding.INDOOR_SPEED_M_S.draw(np.random.default_rng(1), 10_000)

    assert drawn.min() >= grounding.INDOOR_SPEED_M_S.values[0]
    assert drawn.max() <= grounding.INDOOR_SPEED_M_S.values[-1]


def test_half_of_the_draws_lie_below_the_median() -> None:
    # Hoeffding: 20,000 draws miss one half by 0.02 with probability ≤ 2·exp(−16) = 2.3e-7.
    drawn = grounding.STREET_SPEED_M_S.draw(np.random.default_rng(2), 20_000)

    assert abs(float((drawn < grounding.STREET_SPEED_M_S.values[2]).mean()) - 0.5) < 0.02


def test_shares_add_up_to_one() -> None:
    for shares in (grounding.GROUP_SIZE_SHARE, grounding.HOUR_SHARE, grounding.SUNDAY_HOUR_SHARE):
        assert sum(shares) == pytest.approx(1.0, abs=0.002)


@pytest.mark.media
def test_constants_are_what_the_data_says(data_folder: Path) -> None:
    printed = subprocess.run(
        [sys.executable, str(SCRIPT), str(data_folder)], capture_output=True, check=True, text=True
    )
    found = json.loads(printed.stdout)

    assert tuple(found["shop_front"]["speed_m_s"].values()) == grounding.STREET_SPEED_M_S.values
    assert tuple(found["concourse"]["speed_m_s"].values()) == grounding.INDOOR_SPEED_M_S.values
    assert tuple(found["shop_front"]["stop_log_mean_sd"]) == grounding.STOP_LOG_MEAN_SD
    stops = found["shop_front"]["stop_s"]
    assert (stops["p05"], stops["p95"]) == grounding.STOP_BOUNDS_S
    assert tuple(found["hour_share"]["monday_to_saturday"]) == grounding.HOUR_SHARE
    assert tuple(found["hour_share"]["sunday"]) == grounding.SUNDAY_HOUR_SHARE
    assert tuple(found["weekday_factor"].values()) == grounding.WEEKDAY_FACTOR
    assert tuple(found["group_size_share"].values()) == pytest.approx(grounding.GROUP_SIZE_SHARE, abs=0.0015)
    assert found["standing"]["each_m"] == grounding.STANDING_SPREAD_M
    for name, quantiles in (
        ("reach_to_shelf", grounding.REACH_S),
        ("hand_in_shelf", grounding.HAND_IN_SHELF_S),
        ("retract_from_shelf", grounding.RETRACT_S),
        ("inspect_product", grounding.INSPECT_S),
    ):
        assert tuple(found["act_s"][name].values()) == quantiles.values
