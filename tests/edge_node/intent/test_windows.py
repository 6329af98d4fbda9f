"""Of every track one window is drawn, evenly, and it holds what was read near its moments."""

import secrets
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.intent.levels import LEVELS, UNREAD, WAY
from edge_node.intent.nearness import Nearness
from edge_node.intent.window import STEPS
from edge_node.intent.windows import example_of, starts_of, window_at
from edge_node.observations import BadgeKind, Track
from tests.support.learning_site import AISLE, QUEUE, SITE, track

NEARNESS = Nearness(SITE)


def numbered(count: int) -> Track:
    """Return a track whose turn level says which third of it a moment is of."""
    walked = track([AISLE] * count)
    assert walked.movement is not None
    movement = walked.movement.copy()
    movement[:, 1] = np.arange(count) * 3 // count
    return replace(walked, movement=movement)


@given(st.integers(1, 60))
def test_a_window_begins_every_second_and_lies_within_its_track(count: int) -> None:
    starts = starts_of(track([AISLE] * count))

    assert starts.tolist() == [1_000.0 + k for k in range(max(count - STEPS, 0))]


def test_of_all_windows_each_is_as_likely() -> None:
    walked, rng = numbered(13), np.random.default_rng(1)  # nine windows

    drawn = Counter(
        tuple(example.window.levels[:, 1].tolist())
        for example in (example_of(walked, SITE, NEARNESS, rng.bytes) for _ in range(2_000))
        if example is not None
    )

    starts = [tuple((np.arange(k, k + 4) * 3 // 13).tolist()) for k in range(9)]
    expected = Counter(starts)
    assert set(drawn) == set(expected)
    for pattern, ways in expected.items():  # six standard deviations: false alarm below 1e-8 each
        share = ways / 9
        assert abs(drawn[pattern] - 2_000 * share) < 6 * np.sqrt(2_000 * share * (1 - share)), pattern


def test_words_that_would_favour_some_windows_are_drawn_again() -> None:
    words = iter((b"\xff" * 8, bytes(8)))

    example = example_of(numbered(11), SITE, NEARNESS, lambda _: next(words))

    assert example is not None
    assert next(words, None) is None


def test_a_track_shorter_than_a_window_has_none() -> None:
    assert example_of(track([AISLE] * 4), SITE, NEARNESS, secrets.token_bytes) is None
    assert example_of(track([AISLE] * 5), SITE, NEARNESS, secrets.token_bytes) is not None


def test_a_track_whose_source_knows_no_body_has_no_window() -> None:
    bodiless = replace(track([AISLE] * 9), movement=None)

    assert example_of(bodiless, SITE, NEARNESS, secrets.token_bytes) is None


@pytest.mark.parametrize("badge", ["optout", "staff"])
def test_who_wears_a_badge_has_no_window(badge: BadgeKind) -> None:
    assert example_of(replace(track([AISLE] * 9), badge=badge), SITE, NEARNESS, secrets.token_bytes) is None


def test_a_window_has_the_label_of_what_came_after_it() -> None:
    example = example_of(track([*[AISLE] * 5, *[QUEUE] * 6]), SITE, NEARNESS, bytes)

    assert example is not None
    assert example.label == "queue"


def test_a_window_holds_movement_and_places() -> None:
    walked = track([AISLE, AISLE, AISLE, QUEUE, QUEUE], level=1)
    assert walked.movement is not None

    window = window_at(walked, walked.movement, 1_000.0, NEARNESS)

    assert (window.levels[:, : len(LEVELS)] == 1).all()
    assert window.levels[:, len(LEVELS) :].tolist() == [[1, 1, 1], [1, 1, 1], [1, 1, 1], [1, 1, 0]]


def test_a_body_is_taken_from_the_nearest_moment_it_was_read_at() -> None:
    t_s = 1_000.0 + np.array([0.0, 0.3, 1.0, 2.0, 3.0, 4.0])
    movement = np.ones((6, len(LEVELS)), np.int8)
    movement[0, WAY:] = UNREAD
    movement[1] = 0
    movement[3:, WAY:] = UNREAD
    walked = replace(track([AISLE] * 6), t_s=t_s, movement=movement)

    window = window_at(walked, movement, 1_000.0, NEARNESS)

    assert window.levels[:, 0].tolist() == [1, 1, 1, 1]
    assert window.levels[:, WAY].tolist() == [0, 1, UNREAD, UNREAD]


def test_a_moment_without_a_point_near_it_is_not_read() -> None:
    walked = replace(track([AISLE] * 4), t_s=1_000.0 + np.array([0.0, 1.0, 2.6, 5.0]))
    assert walked.movement is not None

    window = window_at(walked, walked.movement, 1_000.0, NEARNESS)

    assert window.levels[:, 0].tolist() == [1, 1, UNREAD, 1]
