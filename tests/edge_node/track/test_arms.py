"""One arm is one as long as it is there, and two are two."""

import pytest

from edge_node.observations import Across, TrackId
from edge_node.track.arms import ABSENT, FLICKER_S, GAP_S, Arm, Following, apart

ME, YOU = TrackId(0), TrackId(1)


def across(low: float, high: float, shelf: int = 0) -> Across:
    return Across(shelf, low, high)


def seen(*looks: tuple[float, list[Across]]) -> list[tuple[float, float]]:
    """Return from when to when each arm was there, in the order in which they were over."""
    following = Following()
    over = [arm for t_s, found in looks for arm in following.see(t_s, found)]
    return [(arm.first_s, arm.last_s) for arm in over]


def test_an_arm_that_wanders_along_the_line_is_one() -> None:
    looks = [(k / 10, [across(0.2 + k / 100, 0.25 + k / 100)]) for k in range(10)]

    assert seen(*looks, (1.0, []), (2.0, [])) == [(0.0, 0.9)]


def test_a_flicker_is_no_arm() -> None:
    looks = [(k / 10, [across(0.2, 0.25)]) for k in range(int(FLICKER_S * 10))]

    assert seen(*looks, (1.0, []), (2.0, [])) == []


def test_an_arm_lost_for_a_moment_is_the_same() -> None:
    looks = [(0.0, [across(0.2, 0.3)]), (0.1, []), (0.3, [across(0.2, 0.3)]), (0.5, [across(0.2, 0.3)])]

    assert seen(*looks, (0.6, []), (2.0, [])) == [(0.0, 0.5)]


def test_an_arm_lost_for_longer_is_another() -> None:
    looks = [(t_s, [across(0.2, 0.3)]) for t_s in (0.0, 0.5)]
    later = [(0.5 + GAP_S + 0.2 + t_s, [across(0.2, 0.3)]) for t_s in (0.0, 0.5)]

    assert len(seen(*looks, (0.6, []), *later, (2.0, []), (3.0, []))) == 2


def test_of_two_that_touch_the_likelier_goes_on_whichever_came_first() -> None:
    following = Following()
    following.see(0.0, [across(0.405, 0.5), across(0.2, 0.4)])
    following.see(0.1, [across(0.22, 0.42)])

    assert [arm.first.low for arm in following.open if arm.last_s == 0.1] == [0.2]


def test_where_looks_are_rare_an_arm_goes_on_from_one_to_the_next() -> None:
    looks = [(float(t_s), [across(0.2, 0.3)]) for t_s in range(4)]

    assert seen(*looks, (4.0, []), (5.0, [])) == [(0.0, 3.0)]


def test_the_likelier_of_two_goes_on() -> None:
    following = Following()
    following.see(0.0, [across(0.2, 0.4), across(0.405, 0.5)])
    following.see(0.1, [across(0.22, 0.42)])

    assert [(arm.first.low, arm.last.low) for arm in following.open if arm.last_s == 0.1] == [(0.2, 0.22)]


@pytest.mark.parametrize(
    ("other", "gap"),
    [
        (across(0.3, 0.4), 0.1),
        (across(0.15, 0.4), 0.0),
        (across(0.0, 0.05), 0.05),
        (across(0.1, 0.2, 1), float("inf")),
    ],
    ids=["after", "overlapping", "before", "another front"],
)
def test_how_far_apart_stretches_lie(other: Across, gap: float) -> None:
    assert apart(across(0.1, 0.2), other) == pytest.approx(gap)


def test_an_arm_fits_by_the_mean_of_all_looks_and_absence_counts() -> None:
    arm = Arm(0, across(0.1, 0.2), across(0.1, 0.2), 0.0, 1.0)
    arm.weigh({ME: -1.0, YOU: -1.0})
    arm.weigh({ME: -2.0})
    arm.weigh({ME: -3.0, YOU: 10 * ABSENT})

    assert arm.fits() == pytest.approx({ME: -2.0, YOU: (2 * ABSENT - 1) / 3})


def test_who_is_seen_in_half_of_the_looks_keeps_the_arm_that_is_theirs() -> None:
    arm = Arm(0, across(0.1, 0.2), across(0.1, 0.2), 0.0, 1.0)
    arm.weigh({ME: 0.0, YOU: -2.8})
    arm.weigh({YOU: -2.8})

    assert arm.fits()[ME] > arm.fits()[YOU]


def test_where_an_arm_lies_is_the_mean_over_its_looks() -> None:
    arm = Arm(0, across(0.2, 0.3), across(0.2, 0.3), 0.0, 1.0)
    for seen_at in (across(0.2, 0.3), across(0.3, 0.5), across(0.25, 0.34)):
        arm.last = seen_at
        arm.weigh({})

    assert (arm.low, arm.high) == pytest.approx((0.25, 0.38))
