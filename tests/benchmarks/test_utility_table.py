"""The table of error against ε: half-widths over true numbers, and nothing promised where nothing is."""

from fractions import Fraction

import pytest

from policies.loader import load_bundle
from policies.tasks import tasks
from shared.ids import TaskId
from tests.benchmarks.utility_table import Case, document, simulated

DAY = tasks(load_bundle())[TaskId("footfall.day.site")]
HOUR = tasks(load_bundle())[TaskId("footfall.hour.site")]


def test_a_day_of_300_people_is_known_to_14() -> None:
    assert Case(300.0, DAY).share(Fraction(1)) == 14 / 300


def test_a_hundredth_of_the_budget_makes_it_ten_times_as_wide() -> None:
    assert Case(300.0, DAY).share(Fraction(1, 100)) == pytest.approx(10 * 14 / 300, rel=0.05)


def test_hours_help_a_day() -> None:
    assert Case(300.0, DAY, 11, HOUR).share(Fraction(1)) < Case(300.0, DAY).share(Fraction(1))


def test_a_simulated_day_fills_the_table() -> None:
    cases = simulated(60, ("boutique",), 1)

    assert {
        "people in a day",
        "people in a part of a day",
        "people in a day, reconciled with its hours",
    } <= set(cases)
    assert 20 < cases["people in a day"][0].exact < 120


def test_a_goal_is_judged_where_it_is_promised_alone() -> None:
    held = {"people in a day": [Case(300.0, DAY)]}

    lines = [
        line for line in document({"100": held, "300": held}).splitlines() if "| people in a day |" in line
    ]

    assert [cells.split(" | ")[-2] for cells in lines] == ["–", "≤ 5%: met"]
    assert all("4.7% (5%)" in line for line in lines)


def test_a_missed_goal_says_so() -> None:
    text = document({"300": {"people in a day": [Case(200.0, DAY)]}})

    assert "≤ 5%: missed" in text
