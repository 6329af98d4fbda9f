from datetime import timedelta

from aggregator.compliance.decisions_page import decisions_page
from policies.decision_log import PERMIT, DecisionLine
from shared.ids import TaskId
from tests.support.vector_world import NOW


def line(hours: int, count: int, *, outcome: str = PERMIT, scope: str = "altona") -> DecisionLine:
    return DecisionLine(
        hour=NOW - timedelta(hours=hours),
        action="release",
        task_id=TaskId("dwell.day.site"),
        scope=scope,
        outcome=outcome,
        count=count,
    )


LINES = [
    line(1, 4),
    line(2, 3, scope="barmbek"),
    line(3, 2, outcome="review_overdue"),
    line(99, 5),
]


def test_the_same_answer_is_counted_over_hours_and_stores() -> None:
    rows = decisions_page(LINES, "day", "all", NOW).sheets[0].rows

    assert [[cell.text for cell in row] for row in rows] == [
        ["release", "dwell.day.site", "permitted", "7", "altona, barmbek"],
        ["release", "dwell.day.site", "denied: review overdue", "2", "altona"],
    ]


def test_only_what_was_denied_can_be_listed() -> None:
    page = decisions_page(LINES, "week", "denied", NOW)

    assert [row[2].text for row in page.sheets[0].rows] == ["denied: review overdue"]
    assert [fact.value for fact in page.facts] == ["14", "2"]


def test_many_stores_are_counted_and_not_named() -> None:
    many = [line(1, 1, scope=f"s{number}") for number in range(5)]

    assert decisions_page(many, "hour", "permitted", NOW).sheets[0].rows[0][4].text == "5 stores"


def test_a_filter_keeps_the_other() -> None:
    page = decisions_page([], "week", "denied", NOW)

    assert page.filters[0].choices[0].address == "/compliance/decisions?span=hour&answer=denied"
    assert page.sheets[0].empty == "Nothing was asked within the last week."
