from datetime import UTC, datetime

from aggregator.compliance.effects import effects
from policies.amend import amend
from policies.decision_log import PERMIT, DecisionLine
from policies.loader import load_bundle
from policies.tasks import tasks
from shared.ids import TaskId
from tests.support.packs import rule, with_rules

BUNDLE = load_bundle()
LINE = DecisionLine(
    hour=datetime(2026, 6, 14, 9, tzinfo=UTC),
    action="release",
    task_id=TaskId("dwell.day.site"),
    scope="altona",
    outcome=PERMIT,
    count=4,
)


def cells(edits: dict[str, str]) -> list[list[str]]:
    sheet = effects([LINE], BUNDLE, amend(BUNDLE, edits))
    return [[cell.text for cell in row] for row in sheet.rows]


def test_what_is_kept_longer_needs_a_look() -> None:
    sheet = effects([LINE], BUNDLE, amend(BUNDLE, {"documents.zones.retention.track_minutes": "120"}))

    assert [cell.text for cell in sheet.rows[0]] == [
        "zones",
        "keep tracks",
        "60 minutes",
        "120 minutes",
        "kept longer",
        "altona",
    ]
    assert sheet.rows[0][3].kind == "alarm"
    assert sheet.lead == "Replayed: 4 decisions since 2026-06-14 09:00 UTC."


def test_what_is_kept_shorter_says_so() -> None:
    assert cells({"documents.zones.retention.release_months": "12"})[0][3:5] == ["12 months", "kept shorter"]


def test_a_task_that_ends_and_one_that_begins_are_told() -> None:
    rows = cells({"documents.zones.metrics.returns.lane": "cohort"})

    assert [row[:4] for row in rows] == [
        ["returns.week.cohort", "tasks", "not measured", "measured"],
        ["returns.week.site", "tasks", "measured", "not measured"],
    ]


def test_a_decision_that_would_turn_cites_its_article() -> None:
    sheet = effects([LINE], BUNDLE, with_rules(rule("off", metrics=("dwell",))))

    turned = [cell.text for cell in sheet.rows[0]]
    assert turned[:2] == ["dwell.day.site", "release, 4 times"]
    assert "Art. 1" in turned[4]


def test_a_draft_that_contradicts_itself_cannot_be_tried() -> None:
    sheet = effects([LINE], BUNDLE, amend(BUNDLE, {"chain.budget.site": "1/1000"}))

    assert sheet.empty.startswith("It cannot be tried: ")


def test_nothing_to_replay_and_nothing_changed_are_two_things() -> None:
    assert "No decision is remembered" in effects([], BUNDLE, BUNDLE).empty
    assert effects([LINE], BUNDLE, BUNDLE).empty == "Nothing: all 4 decisions would have been the same."
    assert LINE.task_id in tasks(BUNDLE)
