"""Whose hand is in which shelf, over time: one reach each, nothing given twice."""

import numpy as np
import pytest

from edge_node.observations import NO_SHELF, NOT_LOOKED, Across, TrackId
from edge_node.track.first_looks import LONGEST_S, Reacher
from edge_node.track.hands import JOINED_S, MOST_ARMS, SHORTEST_S, Hands, joined
from tests.edge_node.track.test_front import EVERYWHERE
from tests.support.shelf_camera import front, share_of

ME, YOU = TrackId(0), TrackId(1)
HZ = 10.0
MILK = 0
STANDING = {ME: 0.4, YOU: 1.4}
"""How far along the front each stands."""


def at(along_m: float) -> Across:
    share = share_of(along_m, 1.0)
    return Across(MILK, share - 0.01, share + 0.01)


def people(*who: TrackId) -> list[Reacher]:
    found = front()
    step = np.array([found.along[1], -found.along[0]])
    return [Reacher(one, found.near_m + STANDING[one] * found.along + 0.5 * step, EVERYWHERE) for one in who]


def looked(hands: Hands, *stretches: tuple[float, float, Across], until_s: float = 6.0) -> np.ndarray:
    """Look at both for so long, with these arms from and until; return the moments."""
    t_s = np.arange(0.0, until_s, 1 / HZ)
    for now_s in t_s.tolist():
        hands.see(now_s, [a for from_s, to_s, a in stretches if from_s <= now_s <= to_s], people(ME, YOU))
    return t_s


def told(hands: Hands, who: TrackId, t_s: np.ndarray) -> tuple[float, float] | None:
    """Return from when to when somebody's hand was in the shelf."""
    hand_at = hands.hand_at(who, t_s, np.ones(len(t_s), np.bool_))
    moments = t_s[hand_at == MILK].tolist()
    return (moments[0], moments[-1]) if moments else None


def test_a_hand_is_in_the_shelf_as_long_as_the_arm_lies_across() -> None:
    hands = Hands([front()])
    t_s = looked(hands, (1.0, 3.0, at(0.4)))

    assert told(hands, ME, t_s) == pytest.approx((1.0, 3.0))
    assert told(hands, YOU, t_s) is None


@pytest.mark.parametrize("until_s", [3.0, 9.0], ids=["while it is there", "when it is over"])
def test_what_is_wider_than_an_arm_is_nobodys_hand(until_s: float) -> None:
    hands = Hands([front()])
    middle = share_of(0.4, 1.0)
    t_s = looked(hands, (1.0, 3.0, Across(MILK, middle - 0.1, middle + 0.1)), until_s=until_s)

    assert told(hands, ME, t_s) is None


def test_neighbours_reach_at_once() -> None:
    hands = Hands([front()])
    t_s = looked(hands, (1.0, 3.0, at(0.4)), (2.0, 5.0, at(1.4)))

    assert (told(hands, ME, t_s), told(hands, YOU, t_s)) == (
        pytest.approx((1.0, 3.0)),
        pytest.approx((2.0, 5.0)),
    )


def test_where_nobody_looked_nothing_is_said() -> None:
    hands = Hands([front()])
    t_s = looked(hands)

    said = hands.hand_at(ME, t_s, t_s >= 3.0)

    assert (set(said[t_s < 3.0].tolist()), set(said[t_s >= 3.0].tolist())) == ({NOT_LOOKED}, {NO_SHELF})


def test_what_is_told_in_the_middle_of_an_episode_is_told_at_its_end() -> None:
    during, after = Hands([front()]), Hands([front()])
    t_s = looked(during, (1.0, 3.0, at(0.4)), until_s=3.5)
    looked(after, (1.0, 3.0, at(0.4)), until_s=9.0)

    assert told(during, ME, t_s) == told(after, ME, t_s)


def test_who_leaves_takes_along_what_was_theirs() -> None:
    hands = Hands([front()])
    t_s = looked(hands, (1.0, 3.0, at(0.4)), until_s=3.5)
    hands.leave(ME)
    for now_s in np.arange(3.5, 8.0, 1 / HZ).tolist():
        hands.see(now_s, [], people(YOU))

    assert told(hands, YOU, t_s) is None
    assert told(hands, ME, t_s) is None


def test_nothing_is_left_of_who_has_left() -> None:
    hands = Hands([front()])
    t_s = looked(hands, (1.0, 3.0, at(0.4)), until_s=9.0)
    hands.leave(ME)

    assert told(hands, ME, t_s) is None


def test_an_arm_is_weighed_only_while_it_is_seen() -> None:
    hands = Hands([front()])
    looked(hands, (1.0, 2.0, at(0.4)), until_s=2.3)

    assert [arm.looks for arm in hands._following.open] == [11]


def test_who_was_never_there_leaves_their_arms_to_others() -> None:
    hands = Hands([front()])
    t_s = looked(hands, (1.0, 3.0, at(0.9)), until_s=3.5)
    first = next(who for who in (ME, YOU) if told(hands, who, t_s))
    hands.forget(first)

    assert told(hands, YOU if first == ME else ME, t_s) == pytest.approx((1.0, 3.0))


def test_whoever_turns_out_to_be_somebody_else_has_the_arms_from_then_on() -> None:
    hands = Hands([front()])
    t_s = looked(hands, (1.0, 2.0, at(0.4)), (4.0, 5.5, at(0.4)), until_s=6.0)
    second = TrackId(7)
    hands.part(ME, second, 3.5)

    assert told(hands, ME, t_s) == pytest.approx((1.0, 2.0))
    assert told(hands, second, t_s) == pytest.approx((4.0, 5.5))


def test_what_was_settled_goes_along_with_whoever_is_somebody_else() -> None:
    hands = Hands([front()])
    t_s = looked(hands, (1.0, 2.0, at(0.4)), (4.5, 5.5, at(0.4)), until_s=9.0)
    second = TrackId(7)
    hands.part(ME, second, 3.5)

    assert told(hands, ME, t_s) == pytest.approx((1.0, 2.0))
    assert told(hands, second, t_s) == pytest.approx((4.5, 5.5))

    hands.part(second, ME, float("-inf"))

    assert told(hands, second, t_s) is None
    assert told(hands, ME, t_s) == pytest.approx((1.0, 5.5))


def test_an_episode_that_never_ends_is_settled_all_the_same() -> None:
    hands = Hands([front()])
    arms = [(k * 0.5, k * 0.5 + 0.45, at(0.4)) for k in range(MOST_ARMS + 60)]
    until_s = (MOST_ARMS + 60) * 0.5
    t_s = np.arange(0.0, until_s, 1 / HZ)
    for now_s in t_s.tolist():
        shown = [a for from_s, to_s, a in arms if from_s <= now_s <= to_s] + [at(1.4)] * (now_s % 400 < 399)
        hands.see(now_s, shown, people(ME, YOU))

    assert len(hands._over) <= MOST_ARMS
    assert told(hands, ME, t_s) is not None


def started(hands: Hands, *, until_s: float = 6.0) -> np.ndarray:
    """Look at both while nothing is known yet but that an arm lies where mine would; return the moments."""
    t_s = np.arange(0.0, until_s, 1 / HZ)
    for now_s in t_s.tolist():
        hands.see(now_s, None if now_s < 2.0 else [at(0.4)] * (now_s >= 4.0), people(ME, YOU))
    return t_s


def told_again(t_s: np.ndarray, from_s: float, until_s: float) -> dict[float, list[Across]]:
    """Return that my arm lay across then, and at no other time."""
    return {now_s: [at(0.4)] * (from_s <= now_s <= until_s) for now_s in t_s.tolist()}


def test_what_is_told_again_is_taken_instead_of_what_was_said() -> None:
    hands = Hands([front()])
    t_s = started(hands)
    before = told(hands, ME, t_s)
    hands.see_again(told_again(t_s, 0.5, 3.0))

    assert before == pytest.approx((4.0, 5.9))
    assert told(hands, ME, t_s) == pytest.approx((0.5, 3.0))
    said = hands.hand_at(ME, t_s, t_s >= 2.0)
    assert NOT_LOOKED not in said, "what was not known at once is known by now"


def test_what_was_said_holds_where_nothing_is_told_again() -> None:
    hands = Hands([front()])
    t_s = started(hands)
    hands.see_again(told_again(t_s[t_s < 4.0], 0.5, 1.5))

    assert hands.hand_at(ME, t_s, t_s >= 2.0)[t_s >= 4.0].tolist() == [MILK] * 20


def test_looks_are_told_again_once() -> None:
    hands = Hands([front()])
    t_s = started(hands)
    hands.see_again(told_again(t_s, 0.5, 3.0))
    hands.see_again(told_again(t_s, 2.0, 5.0))

    assert told(hands, ME, t_s) == pytest.approx((0.5, 3.0))


def test_nothing_told_again_changes_nothing() -> None:
    hands = Hands([front()])
    t_s = started(hands)
    hands.see_again({})
    assert told(hands, ME, t_s) == pytest.approx((4.0, 5.9))

    hands.see_again(told_again(t_s, 0.5, 3.0))
    assert told(hands, ME, t_s) == pytest.approx((0.5, 3.0))


def test_arms_told_again_of_who_has_left_are_given_to_nobody_else() -> None:
    hands = Hands([front()])
    t_s = started(hands)
    hands.leave(ME)
    hands.see_again(told_again(t_s, 0.5, 3.0))

    assert (told(hands, ME, t_s), told(hands, YOU, t_s)) == (None, None)


def test_arms_told_again_of_who_was_never_there_are_left_to_others() -> None:
    hands = Hands([front()])
    t_s = started(hands)
    again = {now_s: [at(0.9)] * (1.0 <= now_s <= 3.0) for now_s in t_s.tolist()}
    hands.forget(ME)
    hands.see_again(again)

    assert (told(hands, ME, t_s), told(hands, YOU, t_s)) == (None, pytest.approx((1.0, 3.0)))


def test_arms_told_again_are_theirs_who_turned_out_to_be_somebody_else() -> None:
    hands = Hands([front()])
    t_s = started(hands)
    second = TrackId(7)
    hands.part(ME, second, 2.5)
    hands.see_again({now_s: [at(0.4)] * (now_s <= 2.0 or 3.5 <= now_s <= 5.0) for now_s in t_s.tolist()})

    assert told(hands, ME, t_s) == pytest.approx((0.0, 2.0))
    assert told(hands, second, t_s) == pytest.approx((3.5, 5.0))


def test_of_who_is_wiped_no_place_is_kept() -> None:
    hands = Hands([front()])
    started(hands)
    hands.wipe(ME)

    assert hands._first is not None
    assert {one.track_id for look in hands._first.looks for one in look.people} == {YOU}


def test_looks_are_kept_for_a_moment_only_and_where_no_front_is_measured_not_at_all() -> None:
    hands = Hands([front()])
    assert hands.looks_at_all
    looked(hands, until_s=LONGEST_S + 0.5)
    assert not hands.looks_at_all

    hands.clear()
    assert (hands.looks_at_all, Hands([]).looks_at_all) == (True, False)


def test_an_arm_across_a_front_that_is_not_measured_is_nobodys() -> None:
    hands = Hands([front()])
    t_s = looked(hands, (1.0, 3.0, Across(9, 0.4, 0.5)))

    assert (told(hands, ME, t_s), told(hands, YOU, t_s)) == (None, None)


@pytest.mark.parametrize(
    ("arms", "reaches"),
    [
        ([(0, 1.0, 2.0), (0, 1.5, 3.0)], [(0, 1.0, 3.0)]),
        ([(0, 1.0, 3.0), (0, 1.5, 2.0)], [(0, 1.0, 3.0)]),
        ([(0, 1.0, 2.0), (0, 2.0 + JOINED_S - 0.1, 4.0)], [(0, 1.0, 4.0)]),
        ([(0, 1.0, 2.0), (0, 2.0 + JOINED_S + 0.1, 5.0)], [(0, 1.0, 2.0), (0, 3.1, 5.0)]),
        ([(0, 1.0, 2.0), (1, 1.5, 3.0)], [(0, 1.0, 2.0), (1, 1.5, 3.0)]),
        ([(0, 1.0, 1.0 + SHORTEST_S - 0.05)], []),
    ],
    ids=["overlapping", "within", "soon after", "later", "another shelf", "too short"],
)
def test_arms_of_one_person_are_reaches(
    arms: list[tuple[int, float, float]], reaches: list[tuple[int, float, float]]
) -> None:
    assert joined(arms) == [pytest.approx(reach) for reach in reaches]
