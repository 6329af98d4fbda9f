import numpy as np
import pytest

from edge_node.simulation.grounding import PASSING_M
from tests.benchmarks import passings
from tests.benchmarks.ground_simulation import passing

T_S = np.arange(0.0, 10.0, 0.4)


def _east(aside_m: float, pace_m_s: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    return T_S, np.stack([pace_m_s * (T_S - 5.0), np.full_like(T_S, aside_m)], axis=1)


def test_a_passing_is_told_by_its_nearest_moment() -> None:
    found = passing([[_east(0.0), _east(0.7, -1.0)]])

    assert found["passings"] == 1
    assert found["apart_m"] == dict.fromkeys(
        ("p05", "p25", "p50", "p75", "p95"), pytest.approx(0.7, abs=0.01)
    )


def test_who_walks_beside_somebody_or_far_off_passes_nobody() -> None:
    together, far = [_east(0.0), _east(0.7)], [_east(0.0), _east(1.6, -1.0)]

    assert passing([together, far, [_east(0.0), _east(0.5, -1.0)]])["passings"] == 1


def test_drawn_people_pass_no_nearer_than_filmed_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passings, "VIEWS", ("grocery-door",))

    found = passings.drawn("everyday")

    assert found["under_0.3_m"] < 0.03
    assert found["apart_m"]["p05"] == pytest.approx(PASSING_M.values[0], abs=0.06)
