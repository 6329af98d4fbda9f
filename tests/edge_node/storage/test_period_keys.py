"""One key opens one stretch of time, and nothing under it outlives its rule."""

import secrets
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.storage.period_keys import LONGEST, Kind, Period, period_of, seal, unseal

KEY = bytes(range(32))


@given(
    kind=st.sampled_from(["tracks", "windows"]),
    at_s=st.floats(0, 4e9),
    keep_s=st.integers(1, 24 * 3_600),
)
def test_no_moment_lives_longer_than_its_rule_nor_much_shorter(kind: Kind, at_s: float, keep_s: int) -> None:
    period = period_of(kind, at_s, timedelta(seconds=keep_s))

    lives_s = period.expires_s(keep_s) - at_s

    assert period.start_s <= at_s < period.end_s
    assert keep_s - (period.end_s - period.start_s) < lives_s <= keep_s
    assert period.end_s - period.start_s <= max(keep_s / 12, 1)


def test_an_hour_of_tracks_lies_under_keys_of_five_minutes() -> None:
    period = period_of("tracks", 7_499, timedelta(hours=1))

    assert (period.start_s, period.end_s) == (7_200, 7_500)


def test_three_days_of_windows_lie_under_keys_of_an_hour() -> None:
    period = period_of("windows", 7_499, timedelta(hours=72))

    assert (period.start_s, period.end_s) == (7_200, 10_800)


@pytest.mark.parametrize("kind", ["tracks", "windows"])
def test_no_policy_lengthens_a_life_beyond_the_longest(kind: Kind) -> None:
    period_of(kind, 0, LONGEST[kind])

    with pytest.raises(ValueError, match="expected to keep"):
        period_of(kind, 0, LONGEST[kind] + timedelta(seconds=1))


def test_less_than_a_second_is_no_life() -> None:
    with pytest.raises(ValueError, match="1 s to"):
        period_of("tracks", 0, timedelta(milliseconds=900))


def test_a_looser_policy_lengthens_no_life_and_a_tighter_one_shortens_it() -> None:
    period = Period("tracks", 0, 3_600)

    assert [period.expires_s(now_s) for now_s in (60, 3_600, 86_400)] == [60, 3_600, 3_600]


def test_what_is_sealed_opens_under_its_key_and_subject_alone() -> None:
    sealed = seal(KEY, b"plain", b"about", secrets.token_bytes)

    assert unseal(KEY, sealed, b"about") == b"plain"
    assert unseal(KEY, sealed, b"another") is None
    assert unseal(bytes(32), sealed, b"about") is None
    assert unseal(KEY, sealed[:-1], b"about") is None
    assert unseal(KEY, b"", b"about") is None


def test_the_same_words_are_sealed_under_another_nonce() -> None:
    first, second = (seal(KEY, b"plain", b"", secrets.token_bytes) for _ in range(2))

    assert first[:12] != second[:12]
    assert first[12:] != second[12:]


def test_grounds_are_in_order() -> None:
    period = period_of("windows", 0, timedelta(hours=72), ["consent:a", "legal_obligation:c", "consent:b"])

    assert period.grounds == ("consent:a", "consent:b", "legal_obligation:c")


def test_without_grounds_a_period_has_the_name_under_which_earlier_journals_wrapped_its_key() -> None:
    assert Period("tracks", 60, 3_600).name == b"tracks" + bytes([*[0] * 7, 60, *[0] * 6, 14, 16])


def test_periods_of_another_kind_start_life_or_ground_have_another_name() -> None:
    names = {
        Period("tracks", 0, 60).name,
        Period("windows", 0, 60).name,
        Period("tracks", 60, 60).name,
        Period("tracks", 0, 61).name,
        Period("windows", 0, 60, ("consent:a",)).name,
        Period("windows", 0, 60, ("consent:a", "consent:b")).name,
    }

    assert len(names) == 6
