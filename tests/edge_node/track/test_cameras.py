"""Who is one person is decided by place at the same instants alone."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_node.track.cameras import (
    STEP_S,
    Sighting,
    bonds_of,
    is_seen,
    linked_by,
    meeting_of,
    people_of,
    positions,
    reach_m,
    ties_of,
)
from tests.support.overlap import Eye, Seen, Walk, seen_by

START_S = 1_000_000_000.0
ERROR_M = {"west": 0.18, "east": 0.18, "south": 0.18}
HALL = (-20.0, -20.0, 20.0, 20.0)


def line(*points: tuple[float, float], speed_m_s: float = 1.0, after_s: float = 0.0) -> Walk:
    """Return somebody who walks straight from point to point."""
    xy_m = np.array(points)
    steps_s = np.hypot(*np.diff(xy_m, axis=0).T) / speed_m_s
    return Walk(START_S + after_s + np.concatenate([[0.0], np.cumsum(steps_s)]), xy_m)


def standing(x: float, y: float, seconds: float, *, after_s: float = 0.0) -> Walk:
    """Return somebody who stands."""
    return Walk(START_S + after_s + np.array([0.0, seconds]), np.array([[x, y], [x, y]]))


def eye(name: str, **changes: object) -> Eye:
    """Return a camera that sees the whole hall."""
    return Eye(name, (-20.0, 0.0), HALL, **changes)  # type: ignore[arg-type]  # tests name what they change


def seen(eyes: list[Eye], walks: list[Walk], seed: int = 1) -> list[Seen]:
    rng = np.random.default_rng(seed)
    return [found for camera in eyes for found in seen_by(camera, walks, rng)]


def sightings(found: list[Seen]) -> list[Sighting]:
    return [Sighting.of(one.camera, one.track.t_s, one.track.floor_xy_m) for one in found]


def people(found: list[Seen]) -> set[frozenset[int]]:
    """Return who was taken for one person, as indices."""
    looked = sightings(found)
    return {frozenset(group) for group in people_of(looked, bonds_of(ties_of(looked, ERROR_M)), ERROR_M)}


def persons(found: list[Seen]) -> list[list[int]]:
    """Return the true persons of each group, in order."""
    return sorted(sorted({found[index].person for index in group}) for group in people(found))


def test_a_person_seen_by_two_noisy_cameras_is_one() -> None:
    eyes = [eye("west", jitter_m=0.1, offset_m=(0.1, 0)), eye("east", jitter_m=0.1, offset_m=(0, 0.1))]

    assert persons(seen(eyes, [line((0, 0), (8, 0))])) == [[0]]


@pytest.mark.parametrize(
    ("together_s", "count"), [(4.0, 2), (7.0, 1)], ids=["the lesser part", "the greater"]
)
def test_who_is_near_for_less_than_half_of_the_time_is_somebody_else(together_s: float, count: int) -> None:
    t_s = START_S + np.arange(0.0, 10.01, 0.25)
    still = np.zeros((len(t_s), 2), dtype=np.float32)
    leaves = still.copy()
    leaves[t_s - START_S > together_s, 0] = 3.0
    both = [Sighting.of("west", t_s, still), Sighting.of("east", t_s, leaves)]

    assert len(people_of(both, bonds_of(ties_of(both, ERROR_M)), ERROR_M)) == count


def test_one_camera_alone_makes_nobody_one() -> None:
    found = seen([eye("west")], [line((0, 0), (8, 0)), line((0, 0.1), (8, 0.1))])

    assert people(found) == {frozenset({0}), frozenset({1})}


@pytest.mark.parametrize("cameras", [2, 3])
@pytest.mark.parametrize("count", [2, 3, 4])
def test_people_side_by_side_stay_as_many_as_they_are(cameras: int, count: int) -> None:
    # 0.6 m apart; feet jitter by 10 cm along each axis, alike for half a second; calibrations are 10 cm off.
    eyes = [
        eye("west", jitter_m=0.1, offset_m=(0.1, 0.0)),
        eye("east", jitter_m=0.1, offset_m=(0.0, 0.1)),
        eye("south", jitter_m=0.1, offset_m=(0.0, -0.1)),
    ][:cameras]
    walks = [line((0, 0.6 * k), (10, 0.6 * k)) for k in range(count)]

    assert persons(seen(eyes, walks)) == [[k] for k in range(count)]


def test_clocks_that_differ_do_not_make_two_of_a_walker() -> None:
    eyes = [eye("west", jitter_m=0.05), eye("east", jitter_m=0.05, clock_s=0.3)]

    assert persons(seen(eyes, [line((0, 0), (8, 0), speed_m_s=1.5)])) == [[0]]


def test_who_follows_close_behind_stays_another_though_clocks_differ() -> None:
    eyes = [eye("west", jitter_m=0.05), eye("east", jitter_m=0.05, clock_s=0.3)]
    walks = [line((0, 0), (9, 0), speed_m_s=1.5), line((0, 0), (9, 0), speed_m_s=1.5, after_s=0.5)]

    assert persons(seen(eyes, walks)) == [[0], [1]]


def test_people_who_cross_at_one_point_stay_two() -> None:
    eyes = [eye("west", jitter_m=0.05), eye("east", jitter_m=0.05)]

    assert persons(seen(eyes, [line((-5, 0), (5, 0)), line((0, -5), (0, 5))])) == [[0], [1]]


def test_people_who_meet_and_part_are_not_taken_for_each_other() -> None:
    eyes = [eye("west", jitter_m=0.05), eye("east", jitter_m=0.05)]
    walks = [line((-4, 0), (0, 0.2), (-4, 0)), line((4, 0), (0, -0.2), (4, 0))]

    assert persons(seen(eyes, walks)) == [[0], [1]]


def test_two_of_whom_each_is_seen_by_one_camera_stay_two_when_they_cross() -> None:
    found = [
        *seen([eye("west")], [line((-5, 0), (5, 0))]),
        *seen([eye("east")], [line((5, 0), (-5, 0))]),
    ]

    assert len(people(found)) == 2


def test_somebody_who_walks_past_a_standing_person_is_not_they() -> None:
    found = [
        *seen([eye("west")], [standing(0, 0, 10)]),
        *seen([eye("east")], [line((-5, 0.2), (5, 0.2))]),
    ]

    assert len(people(found)) == 2


def test_who_leaves_one_camera_before_the_other_sees_them_is_not_recognised() -> None:
    found = [
        *seen([eye("west")], [line((-4, 0), (0, 0))]),
        *seen([eye("east")], [line((0.1, 0), (4, 0), after_s=4.1)]),
    ]

    assert len(people(found)) == 2


def test_a_track_that_one_camera_broke_is_mended_by_the_other() -> None:
    found = [
        *seen([eye("west")], [standing(0, 0, 8), standing(0, 0, 8, after_s=12)]),
        *seen([eye("east")], [standing(0.1, 0, 20)]),
    ]

    assert people(found) == {frozenset({0, 1, 2})}


def test_who_jumped_from_one_person_to_another_does_not_make_them_one() -> None:
    """West mixes up two people half-way; east and south each saw one of them whole."""
    mixed = Walk(START_S + np.array([0.0, 5.0, 5.2, 10.0]), np.array([[0, 0], [5, 0], [5, 1.5], [9.8, 1.5]]))
    found = [
        *seen([eye("west")], [mixed]),
        *seen([eye("east")], [line((0, 0), (10, 0))]),
        *seen([eye("south")], [line((0, 1.5), (10, 1.5))]),
    ]

    assert not any({1, 2} <= group for group in people(found))


@given(seed=st.integers(0, 2**32 - 1), count=st.integers(1, 6), jitter_m=st.floats(0, 0.4))
@settings(max_examples=40, deadline=None)
def test_the_order_of_cameras_and_tracks_changes_nothing(seed: int, count: int, jitter_m: float) -> None:
    rng = np.random.default_rng(seed)
    walks = [
        line(*rng.uniform(-2, 2, (3, 2)).tolist(), after_s=float(rng.uniform(0, 4))) for _ in range(count)
    ]
    found = seen([eye(name, jitter_m=jitter_m) for name in ERROR_M], walks, seed)
    place = rng.permutation(len(found)).tolist()

    shuffled = people([found[index] for index in place])

    assert {frozenset(place[index] for index in group) for group in shuffled} == people(found)


def test_companions_stay_two_where_the_calibrations_are_off_by_more_than_lies_between_them() -> None:
    eyes = [eye("west", offset_m=(0.15, 0.0)), eye("east", offset_m=(-0.15, 0.0))]
    walks = [standing(0.0, 0.0, 10), standing(0.25, 0.0, 10)]

    assert persons(seen(eyes, walks)) == [[0], [1]]


@given(seed=st.integers(0, 2**32 - 1), count=st.integers(1, 8), jitter_m=st.floats(0, 1.0))
@settings(max_examples=40, deadline=None)
def test_two_tracks_of_one_camera_that_coexist_are_never_one_person(
    seed: int, count: int, jitter_m: float
) -> None:
    rng = np.random.default_rng(seed)
    walks = [
        line(*rng.uniform(-1, 1, (4, 2)).tolist(), after_s=float(rng.uniform(0, 3))) for _ in range(count)
    ]
    found = seen([eye(name, jitter_m=jitter_m) for name in ERROR_M], walks, seed)

    for group in people(found):
        for camera in ERROR_M:
            spans = sorted(
                (found[index].track.t_s[0], found[index].track.t_s[-1])
                for index in group
                if found[index].camera == camera
            )
            assert all(before[1] < after[0] for before, after in pairwise(spans))


def test_everybody_is_in_exactly_one_group() -> None:
    found = seen([eye("west"), eye("east")], [line((0, y), (6, y)) for y in (0.0, 0.4, 3.0)])

    assert sorted(index for group in people(found) for index in group) == list(range(len(found)))


def test_of_lone_walkers_not_one_in_a_hundred_is_doubled() -> None:
    # Jitter 10 cm, calibrations 10 cm off. If one walker in a hundred were doubled, 16 or more of 300 would
    # be with probability 1e-7: that is how often a rule that is just good enough would fail here.
    eyes = [eye("west", jitter_m=0.1, offset_m=(0.07, 0.07)), eye("east", jitter_m=0.1, offset_m=(-0.1, 0))]
    rng = np.random.default_rng(5)
    walks = [line(*rng.uniform(-6, 6, (2, 2)).tolist(), after_s=40.0 * k) for k in range(300)]

    assert len(people(seen(eyes, walks))) - 300 < 16


def test_positions_are_known_between_points_but_not_in_a_gap() -> None:
    t_s = np.array([0.0, 0.5, 3.0])

    assert is_seen(t_s, np.array([-0.1, 0.0, 0.25, 0.5, 1.5, 3.0])).tolist() == [
        False,
        True,
        True,
        True,
        False,
        True,
    ]


def test_positions_lie_straight_between_points() -> None:
    floor_xy_m = np.array([[0, 0], [2, 4]], dtype=np.float32)

    assert positions(np.array([0.0, 1.0]), floor_xy_m, np.array([0.5])).tolist() == [[1.0, 2.0]]


def test_a_sighting_lies_on_the_common_instants() -> None:
    sighting = Sighting.of("west", np.array([0.1, 0.6, 1.1]), np.zeros((3, 2), dtype=np.float32))

    assert (sighting.ticks * STEP_S).tolist() == [0.25, 0.5, 0.75, 1.0]


def test_a_meeting_is_over_the_instants_that_both_share() -> None:
    floor = np.zeros((2, 2), dtype=np.float32)
    first = Sighting.of("west", np.array([0.0, 1.0]), floor)
    second = Sighting.of("east", np.array([0.5, 1.5]), floor + np.float32(3.0))

    meeting = meeting_of(first, second)

    assert (meeting.ticks * STEP_S).tolist() == [0.5, 0.75, 1.0]
    assert meeting.apart_m == pytest.approx(np.full(3, np.hypot(3.0, 3.0)))


def test_a_clock_that_is_ahead_explains_a_distance_along_the_way_but_not_across() -> None:
    t_s = np.arange(0.0, 8.1, 0.5)
    first = Sighting.of("west", t_s, np.column_stack([t_s, 0 * t_s]).astype(np.float32))
    ahead = Sighting.of("east", t_s, np.column_stack([t_s + 0.25, 0 * t_s]).astype(np.float32))
    beside = Sighting.of("east", t_s, np.column_stack([t_s, 0 * t_s + 0.25]).astype(np.float32))

    assert meeting_of(first, ahead).least_m == pytest.approx(np.zeros(33), abs=1e-6)
    assert meeting_of(first, beside).least_m == pytest.approx(np.full(33, 0.25), abs=1e-6)


def test_what_bonds_connect_is_decided_together() -> None:
    found = seen([eye("west"), eye("east")], [line((0, 0), (6, 0)), line((0, 5), (6, 5))])
    looked = sightings(found)
    bonds = bonds_of(ties_of(looked, ERROR_M))

    assert linked_by(len(looked), [(bond.first, bond.second) for bond in bonds]) == [(0, 2), (1, 3)]


def test_a_worse_calibration_reaches_further() -> None:
    assert reach_m(0.18, 0.5) > reach_m(0.18, 0.18)
