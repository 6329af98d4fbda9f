"""Simulated bodies have the levels of what they do."""

from datetime import date
from zoneinfo import ZoneInfo

import numpy as np

from edge_node.intent.levels import LEVELS, UNREAD
from edge_node.simulation.movement import Act, Movement
from edge_node.simulation.moving import levels_at
from edge_node.simulation.plans import PLANS
from edge_node.simulation.shoppers import simulate_day

NAMES = [level.name.split(",")[0] for level in LEVELS]
REACHING = Movement(
    0, 0, "visitor", np.array([0.0, 10.0, 20.0]), np.array([[0.0, 0.0], [12.0, 0.0], [12.0, 0.0]]),
    (Act("reach", 12.0, 13.0, 0.0, "shelf", "left", 1.4), Act("hold", 13.0, 16.0, 0.0, "shelf", "left", 1.4)),
    None, None, 1.7,
)  # fmt: skip
T_S = np.arange(0.0, 20.5, 0.5)
XY_M = np.stack([np.interp(T_S, REACHING.t_s, REACHING.xy_m[:, axis]) for axis in (0, 1)], axis=1)


def levels(name: str) -> list[int]:
    found, _ = levels_at([REACHING], np.zeros(len(T_S), np.int64), T_S, XY_M)
    column: list[int] = found[:, NAMES.index(name)].tolist()
    return column


def test_who_walks_is_fast_and_who_stands_is_not() -> None:
    assert set(levels("floor speed")[:18]) == {2}
    assert set(levels("floor speed")[24:]) == {0}


def test_who_reaches_has_an_arm_out_and_up() -> None:
    held, hanging = T_S.tolist().index(14.0), T_S.tolist().index(19.0)

    for name in ("higher hand over the hips", "furthest wrist from the trunk's line"):
        assert levels(name)[held] > levels(name)[hanging], name


def test_everything_of_everybody_is_read() -> None:
    index = np.repeat(np.arange(2), len(T_S))

    moved, postures = levels_at([REACHING, REACHING], index, np.tile(T_S, 2), np.tile(XY_M, (2, 1)))

    assert (moved != UNREAD).all()
    assert (postures[:, 1] != UNREAD).all()


def test_a_day_is_the_same_with_bodies_and_without() -> None:
    zone, day, shop = ZoneInfo("UTC"), date(2026, 6, 15), PLANS["boutique"]()
    plain = simulate_day(shop, day, zone, 5, np.random.default_rng(1))

    moving = simulate_day(shop, day, zone, 5, np.random.default_rng(1), with_bodies=True)

    assert [t.floor_xy_m.tolist() for t in moving.tracks] == [t.floor_xy_m.tolist() for t in plain.tracks]
    assert all(track.movement is None for track in plain.tracks)
    assert all(track.movement is not None and track.posture is not None for track in moving.tracks)
