import numpy as np

from edge_node.observations import Track, TrackId
from edge_node.track.cameras import Sighting
from edge_node.track.people import People, sort_out

ERROR_M = {"west": 0.18, "east": 0.18, "south": 0.18}


def track(*legs: tuple[float, float], from_s: float = 0.0) -> Track:
    """Return somebody who is at each y for so many seconds."""
    y_m = np.concatenate([np.full(round(seconds * 4), y) for y, seconds in legs])
    t_s = from_s + 0.25 * np.arange(len(y_m))
    return Track(TrackId(1), from_s, t_s, np.column_stack([0 * y_m, y_m]).astype(np.float32), view="hall")


def people(**seen: list[Track]) -> People:
    """Return who is who of the tracks of each camera."""
    pairs = [(camera, one) for camera, tracks in seen.items() for one in tracks]
    sightings = [Sighting.of(camera, one.t_s, one.floor_xy_m) for camera, one in pairs]
    return sort_out([one for _, one in pairs], sightings, ERROR_M)


def sources(found: People) -> list[list[int]]:
    return sorted(sorted(piece.source for piece in person) for person in found.people)


def test_without_a_mix_up_every_track_is_one_piece() -> None:
    found = people(west=[track((0.0, 10.0))], east=[track((0.1, 10.0)), track((5.0, 10.0))])

    assert sources(found) == [[0, 1], [2]]


def test_a_track_that_went_over_is_shared_between_the_people_it_was() -> None:
    mixed = track((0.0, 12.0), (4.0, 8.0))
    others = [track((0.0, 20.0)), track((4.0, 20.0))]

    found = people(west=[mixed], east=others, south=others)

    assert sources(found) == [[0, 1, 3], [0, 2, 4]]


def test_what_a_mix_up_leaves_for_a_moment_is_nobody() -> None:
    found = people(
        west=[track((0.0, 12.0), (4.0, 1.5))], east=[track((0.0, 20.0))], south=[track((0.0, 20.0))]
    )

    assert sources(found) == [[0, 1, 2]]


def test_tracks_that_share_somebody_are_decided_together() -> None:
    found = people(west=[track((0.0, 10.0)), track((9.0, 10.0))], east=[track((0.1, 10.0))])

    assert found.linked == ((0, 2), (1,))


def test_nobody_is_nobody() -> None:
    assert people(west=[], east=[]) == People(people=(), linked=())
