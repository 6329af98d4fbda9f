"""The speed of a guess can be measured, and one track stays far below its bound."""

from tests.benchmarks.intent_speed import BOUND_MS, followed, measured


def test_a_guess_stays_below_its_bound() -> None:
    found = measured(20)

    assert 0 < found["of_twenty_ms"] <= found["one_track_ms"] < BOUND_MS


def test_somebody_has_been_in_view_for_a_minute() -> None:
    somebody = followed()

    assert somebody.t_s[-1] - somebody.t_s[0] > 59
