"""The forest tells what differs, is at chance where nothing does, and never learns from what it is asked."""

import numpy as np
import pytest

from tests.adversary.telling_apart import Guesses, told_apart

ROWS = 100
FALSE_ALARM = 1e-6


def test_what_differs_is_told() -> None:
    rng = np.random.default_rng(1)
    busy = rng.random(ROWS) < 0.5
    seen = np.column_stack([rng.normal(size=ROWS), busy + 0.1 * rng.normal(size=ROWS)])

    assert told_apart(seen, busy, np.arange(ROWS), 1).share > 0.9


def test_nothing_to_see_is_chance() -> None:
    rng = np.random.default_rng(1)

    guesses = told_apart(rng.normal(size=(ROWS, 5)), rng.random(ROWS) < 0.5, np.arange(ROWS), 1)

    assert guesses.are_chance(FALSE_ALARM)


def test_a_group_is_not_learnt_from_when_it_is_asked_of() -> None:
    rng = np.random.default_rng(1)
    groups = np.repeat(np.arange(ROWS // 4), 4)
    busy = (rng.random(ROWS // 4) < 0.5)[groups]
    name = rng.normal(size=(ROWS // 4, 3))[groups]

    assert told_apart(name, busy, groups, 1).are_chance(FALSE_ALARM)


@pytest.mark.parametrize(("of", "bound"), [(40, 34), (600, 358)], ids=["few", "many"])
def test_bound_is_passed_by_chance_no_more_often_than_said(of: int, bound: int) -> None:
    assert Guesses(0, of).bound(FALSE_ALARM) * of == pytest.approx(bound)
    assert Guesses(bound, of).are_chance(FALSE_ALARM)
    assert not Guesses(bound + 1, of).are_chance(FALSE_ALARM)


def test_too_few_questions_decide_nothing() -> None:
    with pytest.raises(ValueError, match="got 12"):
        Guesses(12, 12).are_chance(1e-4)
