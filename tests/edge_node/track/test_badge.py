"""One sighting is not enough, two agree, and doubt falls on the side of whoever is not to be measured."""

from datetime import UTC, datetime
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.observations import BADGE_KINDS, KEYPOINTS, BadgeKind, BadgeSeen, FrameObservation, Pose
from edge_node.track.badge import AGREEING, agreed, is_in_panel, seen_on

AT = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
MAYBE = st.sampled_from([None, *BADGE_KINDS])


def _frame(lefts: list[float], *badges: tuple[BadgeKind, float]) -> FrameObservation:
    """People of 40 × 120 px from y = 180 on, and badges of 10 px whose middles are at these x, y = 220."""
    poses = tuple(
        Pose(np.zeros((KEYPOINTS, 3), np.float32), np.array([x, 180, x + 40, 300], np.float32), 0.9)
        for x in lefts
    )
    seen = tuple(BadgeSeen(kind, np.array([x - 5, 215, x + 5, 225], np.float32)) for kind, x in badges)
    return FrameObservation(0, AT, 640, 480, poses, 0, None, badges=seen)


def test_a_badge_is_seen_on_whose_trunk_it_is() -> None:
    assert seen_on(_frame([0, 100, 200], ("staff", 120))) == {1: "staff"}


def test_a_badge_on_nobody_is_nobodys() -> None:
    assert seen_on(_frame([0], ("optout", 400))) == {}


@pytest.mark.parametrize(("kind", "found"), [("optout", {1: "optout"}), ("staff", {}), ("panel", {})])
def test_in_doubt_an_opt_out_is_somebodys_and_a_staff_badge_nobodys(
    kind: BadgeKind, found: dict[int, BadgeKind]
) -> None:
    assert seen_on(_frame([0, 10], (kind, 30))) == found


@pytest.mark.parametrize("order", list(permutations(BADGE_KINDS)))
def test_of_several_badges_the_one_counts_that_asks_for_more(order: tuple[BadgeKind, ...]) -> None:
    assert seen_on(_frame([0], *((kind, 20.0) for kind in order))) == {0: "optout"}
    assert seen_on(_frame([0], *((kind, 20.0) for kind in order if kind != "optout"))) == {0: "staff"}


@given(st.lists(MAYBE, max_size=12))
def test_a_badge_is_agreed_on_by_enough_frames_and_opting_out_goes_first(
    seen: list[BadgeKind | None],
) -> None:
    said = agreed(seen)

    enough = {kind for kind in BADGE_KINDS if seen.count(kind) >= AGREEING}
    assert is_in_panel(seen) == ("panel" in enough)
    assert said == ("optout" if "optout" in enough else "staff" if "staff" in enough else None)
