from datetime import timedelta

from aggregator.compliance.refusals import Refused, refusals
from tests.support.vector_world import NOW

COUNTED = [
    Refused(NOW - timedelta(days=3), "over_budget", 5),
    Refused(NOW - timedelta(hours=3), "second_report", 1),
    Refused(NOW - timedelta(minutes=3), "second_report", 2),
    Refused(NOW - timedelta(minutes=2), "of_tomorrow", 1),
]


def test_the_most_frequent_comes_first_with_its_last_minute() -> None:
    rows = refusals(COUNTED, "day", NOW).sheets[0].rows

    assert [cell.text for cell in rows[0]] == [
        "second_report",
        "the edge node has already reported for the epoch and task",
        "3",
        "2026-06-15 11:57 UTC",
    ]


def test_only_the_span_is_counted() -> None:
    totals = [refusals(COUNTED, span, NOW).facts[0].value for span in ("hour", "day", "week")]

    assert totals == ["3", "4", "9"]


def test_a_name_that_is_not_known_is_still_shown() -> None:
    rows = refusals(COUNTED, "hour", NOW).sheets[0].rows

    assert [row[1].text for row in rows if row[0].text == "of_tomorrow"] == ["of tomorrow"]


def test_nothing_refused_is_said_in_words() -> None:
    page = refusals([], "week", NOW)

    assert page.sheets[0].empty == "Nothing was refused within the last week."
    assert [choice.label for choice in page.filters[0].choices if choice.chosen] == ["week"]
