"""What stood where since the start is held for a moment, under the names of now."""

import numpy as np
import pytest

from edge_node.observations import MOST_AGAIN, TrackId
from edge_node.track.first_looks import LONGEST_S, FirstLooks, Look, Reacher

ME, YOU, OTHER = TrackId(0), TrackId(1), TrackId(2)


def held(*t_s: float) -> FirstLooks:
    first = FirstLooks()
    people = [Reacher(one, np.zeros(2), np.zeros(4)) for one in (ME, YOU)]
    first.looks = [Look(at_s, None, people) for at_s in t_s]
    return first


def names(first: FirstLooks) -> list[list[TrackId]]:
    return [[one.track_id for one in look.people] for look in first.looks]


@pytest.mark.parametrize(
    ("t_s", "is_full"),
    [
        ([], False),
        ([0.0, LONGEST_S], False),
        ([0.0, LONGEST_S + 0.1], True),
        (np.linspace(0, 1, MOST_AGAIN - 1).tolist(), False),
        (np.linspace(0, 1, MOST_AGAIN).tolist(), True),
    ],
    ids=["none", "long", "too long", "many", "too many"],
)
def test_it_waits_for_so_long_and_so_many(t_s: list[float], is_full: bool) -> None:
    assert held(*t_s).is_full == is_full


def test_whoever_is_somebody_else_is_so_from_then_on() -> None:
    first = held(0.0, 1.0, 2.0)
    first.part(ME, OTHER, 1.0)

    assert names(first) == [[ME, YOU], [OTHER, YOU], [OTHER, YOU]]


def test_of_who_is_wiped_nothing_is_held() -> None:
    first = held(0.0, 1.0)
    first.wipe(YOU)

    assert names(first) == [[ME], [ME]]
