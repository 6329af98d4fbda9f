from datetime import date
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from edge_node.simulation.grounding import INDOOR_SPEED_M_S, STREET_SPEED_M_S
from edge_node.simulation.movement import Movement
from edge_node.simulation.paths import CLEARANCE_M
from edge_node.simulation.plans import PLANS
from edge_node.simulation.sampling import JITTER_BOUND_M
from edge_node.simulation.shoppers import SimulatedDay, simulate_day

BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2026, 11, 3)


@cache
def _day(kind: str, seed: int = 1, visitors: int = 150) -> SimulatedDay:
    return simulate_day(PLANS[kind](), DAY, BERLIN, visitors, np.random.default_rng(seed))


@pytest.fixture(params=sorted(PLANS))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_same_seed_gives_the_same_tracks() -> None:
    first = _day("boutique")
    second = simulate_day(PLANS["boutique"](), DAY, BERLIN, 150, np.random.default_rng(1))

    assert first.truth == second.truth
    assert all(
        np.array_equal(a.t_s, b.t_s) and np.array_equal(a.floor_xy_m, b.floor_xy_m)
        for a, b in zip(first.tracks, second.tracks, strict=True)
    )


def test_another_seed_gives_another_day() -> None:
    assert _day("boutique", 1).truth != _day("boutique", 2).truth


def test_everybody_who_comes_in_goes_out(kind: str) -> None:
    truth = _day(kind).truth

    assert truth.entries == truth.exits > 0
    assert truth.inside_at(max(p.left_s for p in truth.people if p.left_s is not None)) == 0


def test_in_minus_out_is_inside_at_every_moment(kind: str) -> None:
    day = _day(kind)
    moments = np.linspace(min(m.t_s[0] for m in day.movements), max(m.t_s[-1] for m in day.movements), 60)

    for moment_s in moments.tolist():
        north = sum(
            m.t_s[0] <= moment_s <= m.t_s[-1] and float(np.interp(moment_s, m.t_s, m.xy_m[:, 1])) > 0
            for m in day.movements
        )
        assert day.truth.inside_at(moment_s) == north


def test_walking_speeds_lie_within_the_measured_quantiles(kind: str) -> None:
    slowest = INDOOR_SPEED_M_S.values[0]
    fastest = max(INDOOR_SPEED_M_S.values[-1], STREET_SPEED_M_S.values[-1])

    for movement in _day(kind).movements:
        speed = _speeds(movement)
        assert (speed >= slowest - 1e-6).all()
        assert (speed <= fastest + 1e-6).all()


def test_no_track_point_lies_inside_furniture(kind: str) -> None:
    points = np.concatenate([track.floor_xy_m for track in _day(kind).tracks])

    for shelf in PLANS[kind]().shelves:
        box = shelf.box
        inside = (points[:, 0] > box.x0_m) & (points[:, 0] < box.x1_m)
        inside &= (points[:, 1] > box.y0_m) & (points[:, 1] < box.y1_m)
        assert not inside.any()


def test_noise_is_smaller_than_the_clearance() -> None:
    assert JITTER_BOUND_M < CLEARANCE_M


def test_track_times_ascend_and_tracks_end_in_order(kind: str) -> None:
    tracks = _day(kind).tracks

    assert all((np.diff(track.t_s) > 0).all() for track in tracks)
    ends = [track.t_s[-1] for track in tracks]
    assert ends == sorted(ends)


def test_people_who_pass_by_never_come_in(kind: str) -> None:
    passers = [movement for movement in _day(kind).movements if movement.kind == "pass_by"]

    assert passers
    assert all((movement.xy_m[:, 1] < 0).all() for movement in passers)


def test_some_people_turn_round(kind: str) -> None:
    # 3 shops of about 140 people: none among 140 has probability 0.96^140 = 0.3 %, but the seed is fixed.
    truth = _day(kind, seed=3).truth

    assert sum(hour.turned_round for hour in truth.lines) > 0


def test_groups_come_together() -> None:
    people = [p for p in _day("grocery").truth.people if p.kind == "visitor" and p.entered_s is not None]

    groups: dict[int, list[float]] = {}
    for person in people:
        assert person.entered_s is not None
        groups.setdefault(person.group, []).append(person.entered_s)
    assert any(len(times) > 1 for times in groups.values())
    assert all(max(times) - min(times) < 3.0 for times in groups.values())


def _speeds(movement: Movement) -> np.ndarray:
    lengths = np.hypot(*np.diff(movement.xy_m, axis=0).T)
    moving = lengths > 1e-9
    speed: np.ndarray = lengths[moving] / np.diff(movement.t_s)[moving]
    return speed
