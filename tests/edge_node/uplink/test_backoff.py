"""Waiting doubles, is bounded, and never in step."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from edge_node.uplink.backoff import FIRST_S, LONGEST_S, backoff_s

JITTER = st.fractions(0, 1).filter(lambda value: value < 1)


@given(st.integers(0, 10**6), JITTER)
def test_it_stays_between_its_bounds(attempts: int, jitter: Fraction) -> None:
    assert FIRST_S / 2 <= backoff_s(attempts, jitter) <= LONGEST_S


@given(st.integers(1, 8), JITTER)
def test_it_doubles(attempts: int, jitter: Fraction) -> None:
    assert backoff_s(attempts + 1, jitter) == 2 * backoff_s(attempts, jitter)


def test_jitter_spreads_stores_over_half_the_wait() -> None:
    assert (backoff_s(4, Fraction(0)), backoff_s(4, Fraction(1, 2))) == (4, 6)
