"""A clock that is set back turns no time back."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.elapsed import TOLERANCE, SystemUptime, TimeMark, Uptime, advance, is_behind

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
MARK = TimeMark(NOON, Uptime("a", 100.0))


def test_the_first_mark_is_what_the_clock_says() -> None:
    assert advance(None, NOON, Uptime("a", 5.0)) == TimeMark(NOON, Uptime("a", 5.0))


def test_a_clock_that_goes_on_is_believed() -> None:
    assert advance(MARK, NOON + timedelta(days=3), Uptime("b", 9.0)).at == NOON + timedelta(days=3)


def test_under_a_clock_set_back_the_machines_own_running_counts() -> None:
    back = NOON - timedelta(days=365)

    assert advance(MARK, back, Uptime("a", 160.0)).at == NOON + timedelta(seconds=60)


def test_after_a_restart_the_time_since_it_counts() -> None:
    back = NOON - timedelta(days=365)

    assert advance(MARK, back, Uptime("b", 30.0)).at == NOON + timedelta(seconds=30)


def test_a_boot_without_an_id_that_runs_shorter_is_another() -> None:
    nameless = TimeMark(NOON, Uptime("", 100.0))

    assert advance(nameless, NOON, Uptime("", 40.0)).at == NOON + timedelta(seconds=40)


@given(
    steps=st.lists(
        st.tuples(st.integers(-(10**7), 10**7), st.sampled_from("ab"), st.floats(0, 10**7)), max_size=20
    )
)
def test_the_mark_never_goes_back(steps: list[tuple[int, str, float]]) -> None:
    mark = MARK
    for offset_s, boot_id, seconds in steps:
        moved = advance(mark, NOON + timedelta(seconds=offset_s), Uptime(boot_id, seconds))

        assert moved.at >= mark.at
        mark = moved


def test_a_clock_is_behind_only_beyond_the_tolerance() -> None:
    assert not is_behind(NOON - TOLERANCE, MARK)
    assert is_behind(NOON - TOLERANCE - timedelta(seconds=1), MARK)


def test_the_machine_has_been_on_for_longer_each_time_it_is_asked() -> None:
    first, second = SystemUptime().read(), SystemUptime().read()

    assert first.boot_id == second.boot_id
    assert 0 < first.seconds <= second.seconds
