"""A row says what an attack reached, in numbers that JSON has, and whether the promise stands."""

import math
from dataclasses import replace

import pytest

from tests.adversary.row import Row, fallen

HOLDS = Row("p", "a", measured=1.0, bound=2.0, holds=True, control=3.0, control_fails=True)


def test_a_promise_stands_when_it_held_and_its_control_fell() -> None:
    assert HOLDS.stands


@pytest.mark.parametrize(
    "row",
    [replace(HOLDS, holds=False), replace(HOLDS, control_fails=False)],
    ids=["broken", "unseen defence"],
)
def test_what_does_not_stand_is_named(row: Row) -> None:
    assert fallen([HOLDS, row]) == ["p: reached 1, bound 2, control 3.0"]


def test_a_promise_without_a_control_stands_by_itself() -> None:
    assert replace(HOLDS, control=None, control_fails=None).stands


@pytest.mark.parametrize(
    "changes", [{"measured": math.inf}, {"control": math.nan}], ids=["endless", "no number"]
)
def test_what_json_has_no_number_for_is_refused(changes: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="finite"):
        replace(HOLDS, **changes)


def test_half_a_control_is_refused() -> None:
    with pytest.raises(ValueError, match="outcome"):
        replace(HOLDS, control_fails=None)
