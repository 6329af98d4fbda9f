"""A track is told whose it is by where people truly were; counts of clips add up."""

import numpy as np

from edge_node.observations import Track, TrackId
from edge_node.simulation.movement import Movement
from tests.benchmarks.badge_wearers import Told, figures, person_of


def _walk(person: int, x_m: float) -> Movement:
    knots = np.array([[x_m, 0.0], [x_m, 10.0]])
    return Movement(person, person, "visitor", np.array([0.0, 10.0]), knots, (), None, None, 1.7)


def _track(x_m: float) -> Track:
    t_s = np.arange(0.0, 10.0, 0.5)
    places = np.column_stack([np.full(len(t_s), x_m), t_s]).astype(np.float32)
    return Track(TrackId(1), 0.0, t_s, places)


def test_a_track_is_whoever_is_near_it_for_most_of_its_time() -> None:
    people = [_walk(4, 0.0), _walk(7, 3.0)]

    assert [person_of(_track(x_m), people) for x_m in (0.4, 2.7, 8.0)] == [4, 7, None]


def test_nobody_is_there_at_another_time() -> None:
    late = Movement(1, 1, "visitor", np.array([50.0, 60.0]), np.zeros((2, 2)), (), None, None, 1.7)

    assert person_of(_track(0.0), [late]) is None


def test_counts_of_clips_add_up() -> None:
    total = Told(tracks={"optout": 2}, dropped={"optout": 1}, staff_visits_before=3)
    total.add(Told(tracks={"optout": 1, "staff": 4}, dropped={"staff": 2}, staff_visits_before=1))

    shown = figures(total)

    assert shown["optout tracks dropped"] == "1 of 3"
    assert shown["staff tracks dropped"] == "2 of 4"
    assert shown["staff visits"] == "4 → 0"
