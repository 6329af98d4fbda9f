from datetime import UTC, datetime, timedelta

import pytest

from edge_node.errors import CaptureError, ClockError
from edge_node.moments import TOLERANCE, check_clock, in_time
from edge_node.observations import FrameObservation
from tests.support.clock import FakeClock
from tests.support.edge_world import BUNDLE

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
SIGNED = ("the leader signed its keys", NOW)


def frame(at: datetime) -> FrameObservation:
    return FrameObservation(0, at, 640, 360, (), 0, dropped=None)


@pytest.mark.parametrize("seconds", [-299, 0, 86_400])
def test_a_clock_at_or_after_what_has_happened_may_go_on(seconds: int) -> None:
    check_clock(NOW + timedelta(seconds=seconds), BUNDLE.chain, [SIGNED])


def test_a_clock_before_what_has_happened_is_wrong() -> None:
    with pytest.raises(ClockError, match="when the leader signed its keys, got 2026-06-14 12:00 UTC"):
        check_clock(NOW - timedelta(days=1), BUNDLE.chain, [SIGNED])


@pytest.mark.parametrize(
    "now", [datetime(1970, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)], ids=["past", "future"]
)
def test_a_clock_outside_the_policys_time_stops_everything(now: datetime) -> None:
    with pytest.raises(ClockError, match=f"when the policy is in force, got {now:%Y}-01-01"):
        check_clock(now, BUNDLE.chain, [])


def test_without_a_policy_only_what_has_happened_is_known() -> None:
    check_clock(datetime(1970, 1, 1, tzinfo=UTC), None, [])


@pytest.mark.parametrize(
    "back", [timedelta(0), -TOLERANCE, timedelta(days=34)], ids=["now", "a little ahead", "a month ago"]
)
def test_frames_of_the_last_weeks_pass(back: timedelta) -> None:
    frames = [frame(NOW - back)]

    assert list(in_time(frames, "door", FakeClock(NOW))) == frames


@pytest.mark.parametrize(
    "back", [timedelta(days=-3650), timedelta(days=36)], ids=["in ten years", "five weeks ago"]
)
def test_frames_of_another_time_are_refused_with_theirs(back: timedelta) -> None:
    at = NOW - back

    with pytest.raises(CaptureError, match=f'camera "door" gives frames of {at:%Y-%m-%d %H:%M} UTC'):
        list(in_time([frame(at)], "door", FakeClock(NOW)))
