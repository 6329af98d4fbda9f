"""Nothing is permitted by silence."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.circumstances import Circumstances, Worn
from policies.engine import ARTICLES, Action, Deny, Permit, Request, decide, purpose_of
from policies.hours import DailyHours
from policies.loader import load_bundle
from policies.schema import PolicyBundle
from policies.tasks import tasks
from shared.ids import TaskId
from tests.support.packs import rule, with_documents, with_rules

NOW = datetime(2026, 6, 15, tzinfo=UTC)
BUNDLE = load_bundle()


def ask(
    task_id: str, *, bundle: PolicyBundle | None = BUNDLE, at: datetime = NOW, now: datetime = NOW
) -> object:
    """Return the decision on releasing data of a moment."""
    return decide(Request("release", TaskId(task_id), at), bundle, now)


def test_a_task_of_the_policy_is_permitted() -> None:
    assert ask("footfall.hour.site") == Permit(tasks(BUNDLE)[TaskId("footfall.hour.site")])


@pytest.mark.parametrize(
    ("decision", "rule"),
    [
        (ask("footfall.hour.site", bundle=None), "no_policy"),
        (ask("faces.hour.site"), "no_such_task"),
        (ask("footfall.hour.site", at=datetime(2025, 12, 31, tzinfo=UTC)), "not_in_force"),
        (ask("footfall.hour.site", now=datetime(2027, 7, 1, tzinfo=UTC)), "review_overdue"),
    ],
    ids=["no policy", "unknown task", "before the policy", "review overdue"],
)
def test_silence_is_a_denial(decision: object, rule: str) -> None:
    assert isinstance(decision, Deny)
    assert (decision.rule, decision.article) == (rule, ARTICLES[rule])


RESTING = with_documents(quiet_hours=(DailyHours(begins_at=time(22), ends_at=time(6)),))


def under(circumstances: Circumstances, action: Action = "record", bundle: PolicyBundle = BUNDLE) -> str:
    """Return the rule that stands against footfall under the circumstances; empty when none does."""
    decision = decide(Request(action, TaskId("footfall.hour.site"), NOW), bundle, NOW, circumstances)
    return decision.rule if isinstance(decision, Deny) else ""


@pytest.mark.parametrize(
    ("circumstances", "rule"),
    [
        (Circumstances(), ""),
        (Circumstances(is_attested=False), "not_attested"),
        (Circumstances(is_paused=True), "paused"),
        (Circumstances(local_time=time(23)), "quiet_hours"),
        (Circumstances(local_time=time(6)), ""),
        (Circumstances(zone_types=frozenset({"grocery", "toilet"})), "masked_place"),
        (Circumstances(zone_types=frozenset({"grocery"})), ""),
    ],
    ids=["usual", "no sign", "paused", "at night", "in the morning", "a toilet drawn", "a grocery drawn"],
)
def test_circumstances_forbid_recording(circumstances: Circumstances, rule: str) -> None:
    assert under(circumstances, bundle=RESTING) == rule


BY_CONSENT = with_documents(lawful_basis="consent")


@pytest.mark.parametrize(
    ("worn", "bundle", "rule"),
    [
        (None, BY_CONSENT, ""),
        ("no_badge", BUNDLE, ""),
        ("no_badge", BY_CONSENT, "not_consented"),
        ("panel", BY_CONSENT, ""),
        ("panel", BUNDLE, ""),
        ("optout", BUNDLE, "objected"),
        ("optout", BY_CONSENT, "objected"),
        ("staff", BUNDLE, "staff"),
        ("staff", BY_CONSENT, "staff"),
    ],
)
def test_who_wears_what_decides_who_is_counted(worn: Worn | None, bundle: PolicyBundle, rule: str) -> None:
    assert under(Circumstances(worn=worn), bundle=bundle) == rule


@pytest.mark.parametrize("action", ["keep", "send", "release"])
def test_what_was_recorded_before_a_pause_goes_its_way(action: Action) -> None:
    worst = Circumstances(False, True, time(23), frozenset({"toilet"}))

    assert under(worst, action, RESTING) == ""


def test_where_no_sign_is_needed_none_is_asked_for() -> None:
    assert under(Circumstances(is_attested=False), bundle=with_documents(notice_required=False)) == ""


@pytest.mark.parametrize(
    ("bundle", "task_id", "rule_name"),
    [
        (with_rules(rule("off", metrics=("dwell",))), "dwell.day.site", "off_by_pack"),
        (with_rules(rule("cohort_only", metrics=("dwell",))), "dwell.day.site", "cohort_only"),
        (with_rules(rule("cohort_only", metrics=("flow",))), "flow.week.cohort", "cohort_only"),
        (with_rules(rule("needs_dpia", metrics=("dwell",))), "dwell.day.site", "no_dpia"),
    ],
    ids=["off", "moved", "moved without a form", "no assessment"],
)
def test_what_a_pack_forbids_is_refused_with_its_article(
    bundle: PolicyBundle, task_id: str, rule_name: str
) -> None:
    assert ask(task_id, bundle=bundle) == Deny(rule_name, "Art. 1", "because a test says so")


def test_a_moved_metric_has_no_other_task_than_the_one_it_was_moved_to() -> None:
    decision = ask("dwell.week.cohort", bundle=with_rules(rule("cohort_only", metrics=("dwell",))))

    assert isinstance(decision, Deny)
    assert decision.rule == "no_such_task"


def test_documents_that_disagree_permit_nothing() -> None:
    doubled = BUNDLE.model_copy(update={"documents": (*BUNDLE.documents, BUNDLE.documents[0])})

    decision = ask("footfall.hour.site", bundle=doubled)

    assert isinstance(decision, Deny)
    assert decision.rule == "inconsistent"


@pytest.mark.parametrize(
    ("task_id", "days", "is_sent"),
    [
        ("footfall.hour.site", 31, True),
        ("footfall.hour.site", 32, False),
        ("heatmap.week.site", 38, True),
        ("heatmap.week.site", 39, False),
    ],
)
def test_a_report_is_sent_within_the_days_of_the_outbox(task_id: str, days: int, is_sent: bool) -> None:
    request = Request("send", TaskId(task_id), NOW - timedelta(days=days))

    decision = decide(request, BUNDLE, NOW)

    assert isinstance(decision, Permit) is is_sent
    assert is_sent or (isinstance(decision, Deny) and decision.rule == "kept_too_long")


@pytest.mark.parametrize("rule", ARTICLES)
def test_every_rule_names_what_it_serves(rule: str) -> None:
    assert ARTICLES[rule].startswith(("GDPR Art. ", "EU AI Act Art. "))


@given(task_id=st.text(max_size=40))
def test_only_tasks_of_the_policy_are_permitted(task_id: str) -> None:
    permitted = isinstance(ask(task_id), Permit)

    assert permitted == (task_id in tasks(BUNDLE))


@given(
    kept=st.sets(st.sampled_from([document.purpose for document in BUNDLE.documents])),
    action=st.sampled_from(["record", "keep", "send", "release"]),
)
def test_no_document_no_measuring(kept: set[str], action: Action) -> None:
    documents = tuple(document for document in BUNDLE.documents if document.purpose in kept)
    fewer = BUNDLE.model_copy(update={"documents": documents})

    permitted = {
        purpose_of(answer.task, BUNDLE).purpose
        for task_id in tasks(BUNDLE)
        if isinstance(answer := decide(Request(action, task_id, NOW), fewer, NOW), Permit)
    }

    assert permitted == kept


def test_every_task_has_its_purpose() -> None:
    owners = {purpose_of(task, BUNDLE).purpose for task in tasks(BUNDLE).values()}

    assert owners == {document.purpose for document in BUNDLE.documents}
