from dataclasses import replace

import numpy as np

from edge_node.observations import NO_SHELF
from edge_node.simulation.movement import Act, Movement
from edge_node.simulation.plans import boutique
from edge_node.simulation.sampling import JITTER_BOUND_M, TRACK_CUT_S, jitter, sample, tracks
from edge_node.simulation.shop import placed_shelves


def _movement(knots: list[tuple[float, float, float]], person: int = 0) -> Movement:
    table = np.array(knots)
    return Movement(person, person, "visitor", table[:, 0], table[:, 1:], (), None, None, 1.7)


def test_samples_lie_on_the_planned_way() -> None:
    people = (
        _movement([(0.2, 1.0, 1.0), (4.2, 1.0, 5.0)]),
        _movement([(1e9, 2.0, 2.0), (1e9 + 1, 3.0, 2.0)], 1),
    )

    index, t_s, xy_m = sample(people, 2.0)

    assert index.tolist() == [0] * 8 + [1] * 3
    assert t_s[:3].tolist() == [0.5, 1.0, 1.5]
    np.testing.assert_allclose(xy_m[0], [1.0, 1.3])
    np.testing.assert_allclose(xy_m[-1], [3.0, 2.0])


def test_a_way_through_two_cameras_is_two_tracks() -> None:
    walk = _movement([(0.0, 4.0, 0.0), (10.0, 4.0, 6.0)])

    found = tracks(boutique(), [walk], np.random.default_rng(1))

    assert len(found) == 2
    assert found[0].t_s[-1] < found[1].t_s[0]
    assert all(track.confirmed_at_s == track.t_s[0] + 1.0 for track in found)


def test_a_long_stay_is_cut_and_the_rest_not_seen() -> None:
    stay = _movement([(0.0, 4.0, 6.0), (3 * TRACK_CUT_S, 4.0, 6.0)])

    found = tracks(boutique(), [stay], np.random.default_rng(1))

    assert len(found) == 1
    assert found[0].t_s[-1] - found[0].t_s[0] == TRACK_CUT_S


def test_a_glimpse_is_no_track() -> None:
    glimpse = _movement([(0.0, 4.0, 6.0), (0.9, 4.0, 6.5)])

    assert tracks(boutique(), [glimpse], np.random.default_rng(1)) == ()


def test_nobody_makes_no_tracks() -> None:
    assert tracks(boutique(), [], np.random.default_rng(1)) == ()


def test_noise_is_bounded() -> None:
    noise = jitter(100_000, np.random.default_rng(2))

    assert np.abs(noise).max() <= JITTER_BOUND_M


def test_a_track_names_the_view_that_saw_it() -> None:
    walk = _movement([(0.0, 4.0, 0.0), (10.0, 4.0, 6.0)])

    found = tracks(boutique(), [walk], np.random.default_rng(1))

    assert [track.view for track in found] == ["door", "hall"]


def test_a_held_hand_is_in_its_shelf() -> None:
    held = Act("hold", 4.0, 6.0, 0.0, "fridge", "left", 1.0)
    way = _movement([(0.0, 2.0, 10.8), (10.0, 2.0, 10.8)])
    shopper = replace(way, acts=(Act("reach", 3.0, 4.0, 0.0, "fridge", "left", 1.0), held))

    (track,) = tracks(boutique(), [shopper], np.random.default_rng(1))

    assert track.hand_at is not None
    names = [placed.shelf.name for placed in placed_shelves(boutique())]
    in_fridge = track.t_s[track.hand_at == names.index("fridge")]
    assert (in_fridge[0], in_fridge[-1], set(track.hand_at.tolist())) == (
        4.0,
        5.5,
        {NO_SHELF, names.index("fridge")},
    )
