"""Beats come in whole intervals, whatever happens between them."""

from datetime import UTC, datetime, timedelta

import pytest

from edge_node.rhythm import beat_after

BEAT = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
EVERY = timedelta(seconds=60)


@pytest.mark.parametrize(
    ("now_s", "next_s"),
    [(0, 60), (0.02, 60), (59.9, 60), (60, 120), (150, 180), (-30, 0), (-60, 0), (-3_600, -3_540)],
    ids=[
        "on time",
        "a little late",
        "long work",
        "one missed",
        "two missed",
        "early",
        "an interval",
        "set back",
    ],
)
def test_the_next_beat_is_whole_intervals_away(now_s: float, next_s: float) -> None:
    found = beat_after(BEAT, BEAT + timedelta(seconds=now_s), EVERY)

    assert found == BEAT + timedelta(seconds=next_s)
