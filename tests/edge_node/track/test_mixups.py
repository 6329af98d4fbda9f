from dataclasses import replace

import numpy as np
import pytest

from edge_node.observations import NO_SHELF, Track, TrackId
from edge_node.track.cameras import Sighting, Tie, ties_of
from edge_node.track.mixups import mixups_of, partings_of, pieces_of

ERROR_M = {"west": 0.18, "east": 0.18, "south": 0.18}
STEP_S = 0.25


def sighting(camera: str, *legs: tuple[float, float]) -> Sighting:
    """Return somebody who is at each y for so many seconds, from second 0 on."""
    y_m = np.concatenate([np.full(round(seconds / STEP_S), y) for y, seconds in legs])
    t_s = STEP_S * np.arange(len(y_m))
    return Sighting.of(camera, t_s, np.column_stack([0 * y_m, y_m]).astype(np.float32))


def mixups(*seen: Sighting) -> dict[int, list[float]]:
    return mixups_of(seen, partings_of(ties_of(seen, ERROR_M)))


def track(seconds: int) -> Track:
    t_s = np.arange(seconds, dtype=np.float64)
    hands = np.full(seconds, NO_SHELF, dtype=np.int8)
    return Track(TrackId(7), 1.0, t_s, np.zeros((seconds, 2), np.float32), view="hall", hand_at=hands)


def test_the_one_that_parts_from_two_others_went_over() -> None:
    found = mixups(
        sighting("west", (0.0, 10.0), (4.0, 10.0)),
        sighting("east", (0.0, 20.0)),
        sighting("south", (0.0, 20.0)),
    )

    assert found == {0: [pytest.approx(10.0, abs=1.0)]}


def test_of_two_cameras_that_contradict_each_other_one_is_cut() -> None:
    assert list(mixups(sighting("west", (0.0, 10.0), (4.0, 10.0)), sighting("east", (0.0, 20.0)))) == [0]


def test_going_over_and_back_is_two_mix_ups() -> None:
    found = mixups(
        sighting("west", (0.0, 8.0), (4.0, 8.0), (0.0, 8.0)),
        sighting("east", (0.0, 24.0)),
        sighting("south", (0.0, 24.0)),
    )

    assert {who: len(cuts) for who, cuts in found.items()} == {0: 2}


def test_a_glitch_is_no_mix_up() -> None:
    assert mixups(sighting("west", (0.0, 8.0), (4.0, 0.25), (0.0, 8.0)), sighting("east", (0.0, 16.0))) == {}


def test_who_never_was_together_does_not_part() -> None:
    ties: list[Tie] = ties_of([sighting("west", (0.0, 8.0)), sighting("east", (4.0, 8.0))], ERROR_M)

    assert partings_of(ties) == []


def test_pieces_hold_every_point_once() -> None:
    pieces = pieces_of(track(10), [3.0, 6.5])

    assert [piece.t_s.tolist() for piece in pieces] == [[0, 1, 2], [3, 4, 5, 6], [7, 8, 9]]
    assert [piece.hand_at is not None and len(piece.hand_at) for piece in pieces] == [3, 4, 3]


def test_pieces_hold_the_levels_of_their_own_points() -> None:
    levels = np.arange(110, dtype=np.int8).reshape(10, 11) % 4
    whole = replace(track(10), movement=levels, posture=levels[:, :2])

    pieces = pieces_of(whole, [3.0])

    assert [piece.movement is not None and piece.movement.tolist() for piece in pieces] == [
        levels[:3].tolist(),
        levels[3:].tolist(),
    ]
    assert [piece.posture is not None and piece.posture.shape for piece in pieces] == [(3, 2), (7, 2)]


def test_a_later_piece_is_confirmed_as_it_begins() -> None:
    assert [piece.confirmed_at_s for piece in pieces_of(track(10), [5.0])] == [1.0, 5.0]


def test_a_cut_outside_the_track_cuts_nothing() -> None:
    assert [len(piece.t_s) for piece in pieces_of(track(10), [-1.0, 20.0])] == [10]


def test_every_piece_of_a_track_with_a_badge_has_it() -> None:
    pieces = pieces_of(replace(track(10), badge="optout"), [3.0])

    assert [piece.badge for piece in pieces] == ["optout", "optout"]


def test_whose_panel_badge_it_was_is_not_known_once_a_track_is_cut() -> None:
    member = replace(track(10), in_panel=True)

    assert [piece.in_panel for piece in pieces_of(member, [])] == [True]
    assert [piece.in_panel for piece in pieces_of(member, [3.0])] == [False, False]
