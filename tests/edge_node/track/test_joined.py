from dataclasses import replace

import numpy as np
import pytest

from edge_node.observations import NO_SHELF, NOT_LOOKED, LeftOut, Track, TrackId
from edge_node.track.joined import Part, joined

CUT_S = 1800.0


def track(
    t_s: list[float], x_m: float, *, confirmed_at_s: float | None = None, hands: list[int] | None = None
) -> Track:
    """Return somebody who stands at x on the x axis."""
    return Track(
        track_id=TrackId(int(100 * x_m)),
        confirmed_at_s=t_s[0] if confirmed_at_s is None else confirmed_at_s,
        t_s=np.array(t_s),
        floor_xy_m=np.tile(np.array([x_m, 0.0], dtype=np.float32), (len(t_s), 1)),
        view="hall",
        hand_at=None if hands is None else np.array(hands, dtype=np.int8),
    )


def steps(first_s: float, last_s: float, step_s: float = 0.5) -> list[float]:
    return np.arange(first_s, last_s + 1e-9, step_s).tolist()


def test_one_part_is_returned_as_it_is() -> None:
    alone = track([0.0, 1.0], 0.0)

    assert joined([Part(alone, 0.2)], cut_s=CUT_S) is alone


def test_there_is_a_point_wherever_a_part_has_one() -> None:
    parts = [Part(track([0.0, 1.0, 2.0], 0.0), 0.2), Part(track([0.5, 1.0, 2.5], 0.1), 0.2)]

    assert joined(parts, cut_s=CUT_S).t_s.tolist() == [0.0, 0.5, 1.0, 2.0, 2.5]


def test_where_both_see_the_mean_is_taken() -> None:
    parts = [Part(track(steps(0, 10), 0.0), 0.2), Part(track(steps(0, 10), 0.4), 0.2)]

    one = joined(parts, cut_s=CUT_S)

    assert one.floor_xy_m[:, 0] == pytest.approx(np.full(len(one.t_s), 0.2))


def test_a_better_camera_weighs_more() -> None:
    parts = [Part(track(steps(0, 10), 0.0), 0.1), Part(track(steps(0, 10), 0.5), 0.2)]

    one = joined(parts, cut_s=CUT_S)

    assert one.floor_xy_m[10, 0] == pytest.approx(0.1)


def test_where_one_sees_its_word_stands_and_the_change_is_gradual() -> None:
    parts = [Part(track(steps(0, 10, 0.1), 0.0), 0.2), Part(track(steps(5, 15, 0.1), 0.4), 0.2)]

    one = joined(parts, cut_s=CUT_S)

    x_m = one.floor_xy_m[:, 0]
    assert (float(x_m[0]), float(x_m[-1])) == (0.0, pytest.approx(0.4))
    assert np.abs(np.diff(x_m)).max() < 0.05


def test_nobody_is_where_a_gap_would_put_them() -> None:
    parts = [Part(track([0.0, 9.0], 0.0), 0.2), Part(track(steps(0, 9), 4.0), 0.2)]

    one = joined(parts, cut_s=CUT_S)

    assert one.floor_xy_m[5, 0] == pytest.approx(4.0)


def test_the_earliest_confirmation_decides() -> None:
    parts = [
        Part(track(steps(0, 5), 0.0, confirmed_at_s=3.0), 0.2),
        Part(track(steps(1, 5), 0.1, confirmed_at_s=1.5), 0.2),
    ]

    one = joined(parts, cut_s=CUT_S)

    assert (one.confirmed_at_s, one.track_id, one.view) == (1.5, TrackId(10), "hall")


def test_it_is_cut_at_the_longest_a_track_may_be() -> None:
    parts = [Part(track(steps(0, 60), 0.0), 0.2), Part(track(steps(50, 110), 0.1), 0.2)]

    assert joined(parts, cut_s=100.0).t_s[-1] == 100.0


def test_the_hand_is_where_the_camera_says_that_looked() -> None:
    looked = track([0.0, 1.0, 2.0], 0.0, hands=[NO_SHELF, 3, NOT_LOOKED])
    blind = track([0.0, 0.5, 1.0], 0.1, hands=[NOT_LOOKED, NOT_LOOKED, NOT_LOOKED])

    one = joined([Part(blind, 0.2), Part(looked, 0.2)], cut_s=CUT_S)

    assert one.hand_at is not None
    assert one.hand_at.tolist() == [NO_SHELF, NOT_LOOKED, 3, NOT_LOOKED]


def test_hands_beyond_the_cut_are_left_away() -> None:
    parts = [
        Part(track(steps(0, 60, 1.0), 0.0), 0.2),
        Part(track(steps(50, 110, 1.0), 0.1, hands=[NO_SHELF] * 61), 0.2),
    ]

    one = joined(parts, cut_s=100.0)

    assert one.hand_at is not None
    assert (len(one.hand_at), one.hand_at[-1], one.hand_at[0]) == (101, NO_SHELF, NOT_LOOKED)


def test_without_hands_there_are_none() -> None:
    parts = [Part(track(steps(0, 5), 0.0), 0.2), Part(track(steps(0, 5), 0.1), 0.2)]

    assert joined(parts, cut_s=CUT_S).hand_at is None


@pytest.mark.parametrize(
    ("badges", "said"),
    [((None, None), None), ((None, "staff"), "staff"), (("staff", "optout"), "optout")],
    ids=["no badge", "one camera saw it", "both kinds"],
)
def test_a_badge_that_one_camera_saw_is_worn_in_all(
    badges: tuple[LeftOut | None, ...], said: LeftOut | None
) -> None:
    parts = [Part(replace(track(steps(0, 10), 0.0), badge=badge), 0.2) for badge in badges]

    assert joined(parts, cut_s=CUT_S).badge == said


def moving(t_s: list[float], *rows: list[int]) -> Part:
    """Return somebody whose first levels were read as given, and the rest of them not."""
    movement = np.full((len(t_s), 11), -1, dtype=np.int8)
    for at, row in enumerate(rows):
        movement[at, : len(row)] = row
    return Part(replace(track(t_s, 0.0), movement=movement), 0.2)


def test_movement_is_what_the_camera_says_that_read_more() -> None:
    parts = [moving([0.0, 1.0], [2], [1, 1, 1]), moving([1.0, 2.0], [3, 3], [0, 0])]

    one = joined(parts, cut_s=CUT_S)

    assert one.movement is not None
    assert one.movement[:, :3].tolist() == [[2, -1, -1], [1, 1, 1], [0, 0, -1]]


def test_a_camera_that_knows_no_body_adds_no_movement() -> None:
    parts = [moving([0.0, 1.0], [2], [2]), Part(track([1.0, 2.0], 0.1), 0.2)]

    one = joined(parts, cut_s=1.5)

    assert one.movement is not None
    assert one.movement[:, 0].tolist() == [2, 2]
    assert one.posture is None


def test_a_panel_badge_that_one_camera_saw_is_worn_in_all() -> None:
    parts = [Part(replace(track(steps(0, 10), 0.0), in_panel=worn), 0.2) for worn in (False, True)]

    assert joined(parts, cut_s=CUT_S).in_panel
    assert not joined(parts[:1] * 2, cut_s=CUT_S).in_panel
