"""Who hides whom in the picture, and for how long somebody has stood."""

import numpy as np
import pytest

from edge_node.intent.levels import UNREAD
from edge_node.observations import MOVEMENT, NO_SHELF, NOT_LOOKED, POSTURE, Track, TrackId
from edge_node.track.hidden import Stand, hides, waited

PERSON = np.array([100.0, 100.0, 140.0, 220.0])


@pytest.mark.parametrize(
    ("box", "is_hidden"),
    [
        ([90.0, 110.0, 150.0, 260.0], True),
        ([118.0, 110.0, 178.0, 260.0], True),
        ([122.0, 110.0, 182.0, 260.0], False),
        ([118.0, 110.0, 178.0, 222.0], False),
        ([90.0, 225.0, 150.0, 360.0], False),
        ([60.0, 95.0, 140.0, 220.0], True),
        ([60.0, 95.0, 128.0, 220.0], True),
        ([60.0, 95.0, 122.0, 220.0], False),
    ],
    ids=[
        "nearer and across",
        "across more than half",
        "across less than half",
        "across but no nearer",
        "below in the picture",
        "takes in all",
        "takes in most",
        "takes in half",
    ],
)
def test_who_lies_before_somebody_or_takes_them_in_hides_them(box: list[float], is_hidden: bool) -> None:
    assert hides(np.array([box]), PERSON) is is_hidden


def test_nobody_hides_nobody() -> None:
    assert hides(np.empty((0, 4)), PERSON) is False


def test_one_of_several_is_enough() -> None:
    boxes = np.array([[400.0, 100.0, 440.0, 220.0], [90.0, 110.0, 150.0, 260.0]])

    assert hides(boxes, PERSON) is True


def test_somebody_has_stood_since_they_came() -> None:
    assert Stand(PERSON, since_s=10.0, last_xyxy_px=PERSON).stood_s(12.5) == 2.5


def seen() -> Track:
    """Stands at (1, 2), and is seen somewhere else in the last moment; five seconds at two looks a second."""
    xy_m = np.full((10, 2), (1.0, 2.0), np.float32)
    xy_m[-1] = (3.0, 3.0)
    return Track(
        track_id=TrackId(1),
        confirmed_at_s=100.0,
        t_s=100.0 + np.arange(10) / 2,
        floor_xy_m=xy_m,
        hand_at=np.full(10, NO_SHELF, np.int8),
        movement=np.zeros((10, MOVEMENT), np.int8),
        posture=np.zeros((10, POSTURE), np.int8),
    )


def test_who_waited_was_where_last_seen_and_nobody_knows_what_they_did() -> None:
    found = waited(seen(), 150.0)

    assert (len(found.t_s), found.t_s[-1]) == (11, 150.0)
    np.testing.assert_allclose(found.floor_xy_m[-1], (1.0, 2.0))
    for values, unknown in ((found.hand_at, NOT_LOOKED), (found.movement, UNREAD), (found.posture, UNREAD)):
        assert values is not None
        assert set(np.ravel(values[-1]).tolist()) == {unknown}


def test_of_a_track_that_knows_no_body_nothing_is_made_up() -> None:
    plain = Track(TrackId(1), 100.0, np.array([100.0]), np.zeros((1, 2), np.float32))

    found = waited(plain, 101.0)

    assert (found.hand_at, found.movement, found.posture) == (None, None, None)


@pytest.mark.parametrize("until_s", [None, 104.5, 90.0])
def test_who_did_not_wait_is_as_they_were(until_s: float | None) -> None:
    track = seen()

    assert waited(track, until_s) is track
