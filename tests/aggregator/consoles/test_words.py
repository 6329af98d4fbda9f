from datetime import date

import pytest

from aggregator.consoles import words
from aggregator.insights.compare import Change
from aggregator.insights.estimate import Estimate
from aggregator.insights.gathered import Gathered
from aggregator.insights.median import Median
from aggregator.insights.period import Period
from aggregator.insights.ratio import Ratio
from shared.epoch import Level
from shared.schemas.layout import STAGES
from tests.support.hq_world import index_of, question


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(12345.4, 0, "12,345"), (-7.2, 0, "−7"), (-0.2, 0, "0"), (2.345, 2, "2.35"), (-0.001, 1, "0.0")],
)
def test_number_reads_as_people_write_it(value: float, digits: int, text: str) -> None:
    assert words.number(value, digits) == text


def test_interval_names_both_ends() -> None:
    assert words.interval(Estimate(3, 14, 50)) == "−11 to 17"


@pytest.mark.parametrize(
    ("length_s", "text"), [(26.4, "26 s"), (60, "1 min"), (130, "2 min 10 s"), (3900, "1 h 5 min")]
)
def test_length_reads_in_its_largest_units(length_s: float, text: str) -> None:
    assert words.seconds(length_s) == text


def test_open_median_is_said_as_one() -> None:
    found = Median(None, 500.0, None)

    assert words.stay(found) == "over 10 min"
    assert words.stay_interval(found) == "8 min 20 s to over 10 min"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 11, 9), date(2026, 11, 9), "9 Nov 2026"),
        (date(2026, 11, 9), date(2026, 11, 15), "9–15 Nov 2026"),
        (date(2026, 10, 27), date(2026, 11, 23), "27 Oct – 23 Nov 2026"),
        (date(2025, 12, 27), date(2026, 1, 3), "27 Dec 2025 – 3 Jan 2026"),
    ],
)
def test_days_say_what_they_share_once(first: date, last: date, text: str) -> None:
    assert words.days(Period("custom", first, last)) == text


def test_change_in_per_cent_carries_its_interval() -> None:
    found = words.change(Change(Estimate(20, 5, 6), Estimate(0.02, 0.01, 0.0001), 3))

    assert found == "▲ 2.0\u202f% (1.0\u202f% to 3.0\u202f%)"


def test_change_without_a_base_is_a_number() -> None:
    assert words.change(Change(Estimate(-20, 5, 6), None, 3)) == "▼ 20 (−25 to −15)"


@pytest.mark.parametrize(
    ("name", "text"),
    [("5-15s", "5–15 s"), ("30-60s", "30–60 s"), ("60-120s", "1–2 min"), ("600s+", "10+ min")],
)
def test_stay_class_reads_in_words(name: str, text: str) -> None:
    assert words.stay_class(name) == text


def test_ends_of_a_ratio_are_in_per_cent_and_may_exceed_a_hundred() -> None:
    assert words.percents(Ratio(1.2, 1.1849, 1.2251)) == "118.5 to 122.5\u202f%"


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (1, "the week from 2 Nov 2026"),
        (2, "the weeks from 2 Nov 2026, 9 Nov 2026"),
        (4, "4 weeks from 2 Nov 2026 on"),
    ],
)
def test_weeks_are_named_or_counted(count: int, text: str) -> None:
    assert words.weeks(tuple(date(2026, 11, 2 + 7 * at) for at in range(count))) == text


def test_every_step_of_the_funnel_has_its_words() -> None:
    said = [words.stage(stage) for stage in STAGES]

    assert len(set(said)) == len(STAGES)
    assert not any("_" in one for one in said)


def test_change_against_nothing_is_unsaid() -> None:
    moved = Change(Estimate(20, 5, 6), Estimate(0.02, 0.01, 0.0001), 3)

    assert words.against(question(index_of(), compare="off"), moved) == ""
    assert words.against(question(index_of()), None).startswith("no complete day to compare with 10")
    assert words.against(question(index_of()), moved).endswith("against 10–16 Nov 2026")


@pytest.mark.parametrize(
    ("level", "due", "text"),
    [
        ("day", 3, "No number for 3 of 3 store-days: gaps, not zeroes."),
        ("week", 1, "No number for 1 of 1 store-weeks: gaps, not zeroes."),
        ("day", 0, ""),
    ],
)
def test_gaps_are_counted_in_words(level: Level, due: int, text: str) -> None:
    assert words.gaps(Gathered("site", level, (), "no report", 0, due, due)) == text
