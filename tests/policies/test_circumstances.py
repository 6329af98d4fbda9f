"""Whoever says nothing about the circumstances changes nothing."""

from policies.circumstances import USUAL, Circumstances


def test_the_usual_circumstances_forbid_nothing() -> None:
    assert Circumstances(True, False, None, frozenset(), None) == USUAL
