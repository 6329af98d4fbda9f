import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.observations import TrackId
from edge_node.track.boxes import BoxTracker, Rules, Step

HZ = 10.0


def box(x: float, y: float = 100.0) -> list[float]:
    """A person 40 × 120 px whose box's upper left corner is there."""
    return [x, y, x + 40.0, y + 120.0]


def run(
    tracker: BoxTracker, frames: list[list[list[float]]], score: float = 0.9, start: int = 0
) -> list[Step]:
    return [
        tracker.step((start + k) / HZ, np.array(boxes).reshape(-1, 4), np.full(len(boxes), score))
        for k, boxes in enumerate(frames)
    ]


def ids(steps: list[Step]) -> list[int]:
    return sorted({match.track_id for step in steps for match in step.matches})


def test_a_walker_is_one_person() -> None:
    steps = run(BoxTracker(), [[box(10.0 + 8 * k)] for k in range(30)])

    assert ids(steps) == [1]


def test_a_tracklet_is_confirmed_at_its_fourth_detection() -> None:
    steps = run(BoxTracker(), [[box(10.0)]] * 6)

    assert [len(step.confirmed) for step in steps] == [0, 0, 0, 1, 0, 0]


def test_a_flicker_is_forgotten_and_never_confirmed() -> None:
    steps = run(BoxTracker(), [[box(10.0)]] * 2 + [[]] * 10)

    assert sum((step.forgotten for step in steps), ()) == (1,)
    assert sum((step.ended for step in steps), ()) == ()


def test_a_track_ends_once_when_unseen_for_too_long() -> None:
    steps = run(BoxTracker(), [[box(10.0)]] * 10 + [[]] * 40)

    assert sum((step.ended for step in steps), ()) == (1,)


def test_a_short_gap_is_stitched() -> None:
    seen = [[box(10.0 + 8 * k)] for k in range(40)]
    frames = seen[:15] + [[]] * 10 + seen[25:]

    assert ids(run(BoxTracker(), frames)) == [1]


def test_someone_who_turns_up_far_away_is_someone_else() -> None:
    frames = [[box(10.0)]] * 10 + [[]] * 3 + [[box(500.0)]] * 10

    assert ids(run(BoxTracker(), frames)) == [1, 2]


def leaving_and_entering(gap: int) -> list[list[list[float]]]:
    """One walks right for 2 s; that many frames later one walks left from where the first was."""
    return [[box(10.0 + 8 * k)] for k in range(20)] + [[]] * gap + [[box(170.0 - 8 * k)] for k in range(20)]


def test_whoever_enters_where_another_left_is_somebody_else() -> None:
    steps = run(BoxTracker(), leaving_and_entering(gap=8))

    assert [(p.first, p.second, p.since_s) for step in steps for p in step.partings] == [(1, 2, 2.8)]


def test_the_second_person_is_named_from_the_parting_on() -> None:
    steps = run(BoxTracker(), leaving_and_entering(gap=8))

    assert [step.matches[0].track_id for step in steps if step.partings or step is steps[-1]] == [2, 2]


def test_whoever_turns_round_in_a_moment_is_the_same() -> None:
    assert ids(run(BoxTracker(), leaving_and_entering(gap=3))) == [1]


BACK_AND_FORTH = st.lists(st.tuples(st.integers(1, 25), st.integers(0, 19), st.floats(3.0, 12.0)), max_size=6)
"""For each stretch, to the right and to the left in turn: frames seen, frames unseen, speed in px a frame."""


@given(st.lists(BACK_AND_FORTH, max_size=3))
def test_every_track_begins_once_and_ends_once(walks: list[list[tuple[int, int, float]]]) -> None:
    frames: list[list[list[float]]] = [[] for _ in range(6 * 44)]
    for lane, walk in enumerate(walks):
        at, left_px = 0, 100.0
        for turn, (seen, unseen, speed_px) in enumerate(walk):
            for _ in range(seen):
                frames[at].append(box(left_px, 60.0 * lane))
                at, left_px = at + 1, left_px + speed_px * (-1) ** turn
            at += unseen
    tracker = BoxTracker()

    steps = [*run(tracker, frames), tracker.finish()]

    begun = [i for step in steps for i in (*step.confirmed, *(p.second for p in step.partings))]
    over = [i for step in steps for i in (*step.ended, *(p.first for p in step.partings))]
    assert sorted(begun) == sorted(over) == sorted(set(over))


def test_two_who_cross_keep_their_names() -> None:
    frames = [[box(10.0 + 8 * k), box(330.0 - 8 * k, 130.0)] for k in range(41)]
    steps = run(BoxTracker(), frames)

    last = {match.track_id: match.box_xyxy_px[0] for match in steps[-1].matches}

    assert last[1] > last[2]


def test_a_doubtful_detection_keeps_a_known_person() -> None:
    tracker = BoxTracker()
    run(tracker, [[box(10.0)]] * 8)

    steps = run(tracker, [[box(10.0)]] * 5, score=0.2, start=8)

    assert ids(steps) == [1]


def test_a_doubtful_detection_starts_nobody() -> None:
    assert ids(run(BoxTracker(), [[box(10.0)]] * 8, score=0.2)) == []


def test_a_second_box_on_the_same_person_starts_nobody() -> None:
    tracker = BoxTracker()
    run(tracker, [[box(10.0)]] * 8)

    steps = run(tracker, [[box(10.0), box(13.0)]] * 5, start=8)

    assert ids(steps) == [1]


def test_finishing_ends_tracks_and_forgets_tracklets() -> None:
    tracker = BoxTracker()
    run(tracker, [[box(10.0)]] * 8)
    run(tracker, [[box(10.0), box(400.0)]], start=8)

    step = tracker.finish()

    assert (step.ended, step.forgotten) == ((1,), (2,))


def test_nobody_is_followed_after_finishing() -> None:
    tracker = BoxTracker()
    run(tracker, [[box(10.0)]] * 8)
    tracker.finish()

    assert tracker.finish() == Step()


@pytest.mark.parametrize("hits", [2, 6])
def test_hits_to_confirm_are_a_rule(hits: int) -> None:
    steps = run(BoxTracker(Rules(confirm_hits=hits)), [[box(10.0)]] * 8)

    assert [k for k, step in enumerate(steps, 1) if step.confirmed] == [hits]


def test_a_box_farther_than_a_jump_is_somebody_else() -> None:
    def apart_m(first: np.ndarray, second: np.ndarray) -> np.ndarray:
        return np.abs(first[:, None, 1] - second[None, :, 1]) / 100.0

    frames = [[box(100.0, 100.0)]] * 6 + [[box(100.0, 166.0)]] * 6

    assert ids(run(BoxTracker(), frames)) == [1]
    assert ids(run(BoxTracker(apart_m=apart_m), frames)) == [1, 2]


@pytest.mark.parametrize(
    ("gap", "down_px", "people"),
    [(10, 76.0, [1]), (10, 84.0, [1, 2]), (5, 64.0, [1, 2]), (5, 56.0, [1])],
    ids=["1.9 m in 1 s", "2.1 m in 1 s", "1.6 m in 0.5 s", "1.4 m in 0.5 s"],
)
def test_nobody_is_found_again_farther_than_they_walk(gap: int, down_px: float, people: list[int]) -> None:
    def apart_m(first: np.ndarray, second: np.ndarray) -> np.ndarray:
        return np.abs(first[:, None, 1] - second[None, :, 1]) / 40.0

    frames = [[box(100.0)]] * 6 + [[]] * (gap - 1) + [[box(100.0, 100.0 + down_px)]] * 6

    assert ids(run(BoxTracker(), frames)) == [1]
    assert ids(run(BoxTracker(apart_m=apart_m), frames)) == people


def test_a_parted_person_goes_on_under_another_name() -> None:
    tracker = BoxTracker()
    run(tracker, [[box(10.0)]] * 6)

    name = tracker.part(TrackId(1))
    steps = run(tracker, [[box(10.0)]] * 3, start=6)

    assert ids(steps) == [name]


def test_a_tracklet_may_miss_two_looks() -> None:
    frames = [[box(10.0)]] * 2 + [[]] * 7 + [[box(10.0)]] * 2

    assert ids(run(BoxTracker(), frames)) == [1]


def apart_on_floor_m(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Lower edges' middles at 100 px a metre."""
    lows = [np.column_stack(((each[:, 0] + each[:, 2]) / 2, each[:, 3])) / 100.0 for each in (first, second)]
    return np.linalg.norm(lows[0][:, None] - lows[1][None], axis=2)


def nearer(x: float) -> list[float]:
    """Somebody 60 × 150 px, nearer to the camera than a box at the same height."""
    return [x, 110.0, x + 60.0, 260.0]


COMING = [[box(100.0), nearer(float(x))] for x in range(250, 90, -8)]
"""One stands for 2 s; another comes and stops in front of them."""


def leaving(at: float = 100.0) -> list[list[list[float]]]:
    return [[box(at), nearer(90.0 - 8 * k)] for k in range(1, 9)]


def on_floor() -> BoxTracker:
    return BoxTracker(apart_m=apart_on_floor_m)


@pytest.mark.parametrize(("unseen", "people"), [(100, [1, 2]), (590, [1, 2]), (660, [1, 2, 3])])
def test_who_stood_and_is_hidden_waits_for_a_minute(unseen: int, people: list[int]) -> None:
    steps = run(on_floor(), COMING + [[nearer(90.0)]] * unseen + leaving())

    assert ids(steps) == people


def lost_and_seen_faintly(
    tracker: BoxTracker, before: list[list[list[float]]], lost: int, at: float = 100.0
) -> list[Step]:
    run(tracker, before + [[]] * lost)
    return run(tracker, [[box(at)]] * 5, score=0.2, start=len(before) + lost)


@pytest.mark.parametrize(("lost", "people"), [(15, [1]), (25, [])], ids=["lost", "ended"])
def test_a_doubtful_detection_finds_who_stood_and_was_lost(lost: int, people: list[int]) -> None:
    assert ids(lost_and_seen_faintly(on_floor(), [[box(100.0)]] * 12, lost)) == people


def test_a_doubtful_detection_does_not_find_who_walked() -> None:
    walk = [[box(4.0 + 8 * k)] for k in range(12)]

    assert ids(lost_and_seen_faintly(on_floor(), walk, 0, at=100.0)) == [1], "seen in the look before"
    assert ids(lost_and_seen_faintly(on_floor(), walk, 1, at=108.0)) == []


def test_where_no_distances_are_known_a_doubtful_detection_finds_nobody_who_was_lost() -> None:
    assert ids(lost_and_seen_faintly(BoxTracker(), [[box(100.0)]] * 12, 5)) == []


def test_who_stood_and_is_not_hidden_is_given_up() -> None:
    aside = [[box(100.0), nearer(250.0)]] * 20

    assert ids(run(on_floor(), aside + [[nearer(250.0)]] * 25 + aside)) == [1, 2, 3]


def test_whom_nobody_hides_any_more_has_gone() -> None:
    away = [[nearer(90.0 - 8 * k)] for k in range(30)]

    steps = run(on_floor(), COMING + [[nearer(90.0)]] * 50 + away)

    assert [(step.ended, step.waited) for step in steps if step.ended] == [((1,), {})]


def test_where_no_distances_are_known_nobody_waits() -> None:
    assert ids(run(BoxTracker(), COMING + [[nearer(90.0)]] * 100 + leaving())) == [1, 2, 3]


@pytest.mark.parametrize(("at", "people"), [(115.0, [1, 2]), (124.0, [1, 2, 3])])
def test_who_was_hidden_is_found_where_they_were(at: float, people: list[int]) -> None:
    steps = run(on_floor(), COMING + [[nearer(90.0)]] * 100 + leaving(at))

    assert ids(steps) == people


def test_who_was_hidden_may_have_come_out_beside() -> None:
    elsewhere = [[nearer(90.0), box(300.0)]] * 5

    steps = run(on_floor(), COMING + [[nearer(90.0)]] * 100 + elsewhere)

    assert [(step.ended, step.waited) for step in steps if step.ended] == [((1,), {1: 12.3})]


def test_who_was_hidden_is_not_whom_one_sees_far_away() -> None:
    far = [[nearer(90.0), box(500.0)]] * 5

    steps = run(on_floor(), COMING + [[nearer(90.0)]] * 100 + far)

    assert sum((step.ended for step in steps), ()) == ()


@pytest.mark.parametrize(("sways_px", "people"), [(0.0, [1, 2]), (40.0, [1, 2, 3])])
def test_who_walks_behind_somebody_has_stopped_there_if_that_one_stands(
    sways_px: float, people: list[int]
) -> None:
    sways = [nearer(90.0 + sways_px * abs(1 - k % 20 / 10)) for k in range(125)]
    walk = [[one, box(300.0 - 8 * k)] for k, one in enumerate(sways[:25])]

    steps = run(on_floor(), walk + [[one] for one in sways[25:]] + leaving())

    assert ids(steps) == people


def test_who_stood_waits_even_behind_somebody_who_moves() -> None:
    sways = [[nearer(90.0 + 70.0 * (1 - abs(1 - k % 20 / 10)))] for k in range(100)]

    assert ids(run(on_floor(), COMING + sways + leaving())) == [1, 2]


def test_who_walked_and_was_hidden_is_found_at_rest() -> None:
    walk = [[nearer(90.0), box(300.0 - 8 * k)] for k in range(25)]

    steps = run(on_floor(), walk + [[nearer(90.0)]] * 50 + [[nearer(90.0), box(108.0)]] * 3)

    lefts_px = [match.box_xyxy_px[0] for step in steps[-3:] for match in step.matches if match.row == 1]
    np.testing.assert_allclose(lefts_px, [108.0] * 3, atol=1.0)


def test_of_two_who_wait_the_nearer_may_have_come_out() -> None:
    two = [[box(100.0), nearer(90.0), box(400.0), nearer(390.0)]] * 15
    hidden = [[nearer(90.0), nearer(390.0)]]
    third = [[nearer(90.0), nearer(390.0), box(520.0)]] * 5

    steps = run(on_floor(), two + hidden * 50 + third)

    assert sum((step.ended for step in steps), ()) == (3,)


def test_who_comes_out_against_the_way_of_who_walked_in_is_somebody_else() -> None:
    walk = [[nearer(90.0), box(300.0 - 8 * k)] for k in range(25)]
    out = [[nearer(90.0), box(108.0 + 8 * k)] for k in range(20)]

    steps = run(on_floor(), walk + [[nearer(90.0)]] * 50 + out)

    assert [(p.first, p.second, p.since_s) for step in steps for p in step.partings] == [(2, 3, 7.5)]
