"""Whoever says nothing about the circumstances changes nothing."""

from policies.circumstances import USUAL, Circumstances


def test_the_usual_circumstances_forbid_nothing() -> None:
    assert Circumstances(is_attested=True, is_paused=False, local_time=None) == USUAL
