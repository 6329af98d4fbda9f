"""A draft is tried on what happened before anyone signs it."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.decision_log import PERMIT, DecisionLine
from policies.dry_run import OF_THE_MOMENT, DryRun, dry_run
from policies.engine import Action
from policies.hours import DailyHours
from policies.pack import Pack
from policies.schema import LearningTerms, PolicyBundle
from policies.tasks import tasks
from shared.ids import TaskId
from shared.schemas.training_plan import TrainingPlan
from tests.support.packs import SHIPPED, bundles, pack, packs, rule, under, with_documents, with_rules

HOUR = datetime(2026, 11, 20, 21, tzinfo=UTC)
NIGHT = DailyHours(begins_at=time(22), ends_at=time(6))
NOT_DWELL = with_rules(rule("off", metrics=("dwell",)))


def line(
    task_id: str,
    *,
    action: Action = "release",
    scope: str = "",
    outcome: str = PERMIT,
    count: int = 1,
    hours: int = 0,
) -> DecisionLine:
    """Return a line of the log, some hours after its beginning."""
    return DecisionLine(
        hour=HOUR + timedelta(hours=hours),
        action=action,
        task_id=TaskId(task_id),
        scope=scope,
        outcome=outcome,
        count=count,
    )


LOG = (
    line("dwell.day.site", scope="north", count=2),
    line("dwell.day.site", scope="south", hours=30),
    line("footfall.hour.site", scope="north", count=40),
    line("dwell.day.site", action="keep", count=3),
)


def test_what_a_draft_forbids_is_counted_with_its_sites_and_article() -> None:
    kept, released = dry_run(LOG, SHIPPED, NOT_DWELL).turned

    assert (kept.action, kept.count, kept.scopes) == ("keep", 3, ())
    assert (released.count, released.scopes, released.article) == (3, ("north", "south"), "Art. 1")
    assert (released.before, released.after) == (PERMIT, "off_by_pack")


def test_what_a_draft_permits_again_is_counted_too() -> None:
    (turned,) = dry_run([line("dwell.day.site", outcome="off_by_pack")], NOT_DWELL, SHIPPED).turned

    assert (turned.before, turned.after, turned.article) == ("off_by_pack", PERMIT, "")


def test_tasks_begin_and_end() -> None:
    moved = dry_run((), SHIPPED, with_rules(rule("cohort_only", metrics=("dwell",))))

    assert (moved.begun, moved.ended) == ((TaskId("dwell.day.cohort"),), (TaskId("dwell.day.site"),))


def test_keeping_longer_names_the_tasks_and_the_sites() -> None:
    zones = next(d for d in SHIPPED.documents if d.purpose == "zones")
    longer = zones.model_copy(
        update={"retention": zones.retention.model_copy(update={"track_minutes": 240, "outbox_days": 14})}
    )
    draft = SHIPPED.model_copy(
        update={"documents": tuple(longer if d is zones else d for d in SHIPPED.documents)}
    )

    tracks, outbox = dry_run(LOG, SHIPPED, draft).keeping

    assert (tracks.purpose, tracks.kept, tracks.before, tracks.after) == ("zones", "track_minutes", 60, 240)
    assert (tracks.is_longer, outbox.is_longer) == (True, False)
    assert TaskId("dwell.day.site") in tracks.task_ids
    assert tracks.scopes == ("north", "south")


def test_a_purpose_more_has_kept_nothing_before() -> None:
    fewer = SHIPPED.model_copy(update={"documents": SHIPPED.documents[1:]})

    found = dry_run((), fewer, SHIPPED)

    assert (found.keeping, found.begun) == ((), (TaskId("flow.week.site"),))


@pytest.mark.parametrize(
    ("zone", "rules"), [("UTC", []), ("Europe/Berlin", ["quiet_hours"])], ids=["at nine", "at ten"]
)
def test_quiet_hours_are_judged_by_the_sites_clock(zone: str, rules: list[str]) -> None:
    recorded = [line("footfall.hour.site", action="record")]

    found = dry_run(recorded, SHIPPED, with_documents(quiet_hours=(NIGHT,)), ZoneInfo(zone))

    assert [turned.after for turned in found.turned] == rules


@pytest.mark.parametrize("outcome", ["paused", "not_attested"])
def test_how_things_stood_at_the_site_stays_as_it_was(outcome: str) -> None:
    recorded = [line("footfall.hour.site", action="record", outcome=outcome)]

    assert dry_run(recorded, SHIPPED, with_documents(owner="Somebody else")).turned == ()


def test_where_the_draft_needs_no_sign_nobody_has_to_attest_one() -> None:
    recorded = [line("footfall.hour.site", action="record", outcome="not_attested")]

    (turned,) = dry_run(recorded, SHIPPED, with_documents(notice_required=False)).turned

    assert turned.after == PERMIT


@pytest.mark.parametrize("outcome", sorted(OF_THE_MOMENT))
def test_what_hung_on_the_moment_is_left_alone(outcome: str) -> None:
    assert dry_run([line("dwell.day.site", outcome=outcome)], SHIPPED, NOT_DWELL).turned == ()


def test_a_draft_is_tried_as_if_it_had_been_in_force() -> None:
    late = SHIPPED.chain.model_copy(update={"not_before": HOUR + timedelta(days=400)})

    assert dry_run(LOG, SHIPPED, SHIPPED.model_copy(update={"chain": late})).turned == ()


def test_an_empty_log_and_no_change_say_so() -> None:
    assert dry_run((), SHIPPED, SHIPPED) == DryRun(0, None, (), (), (), ())
    assert dry_run((), SHIPPED, SHIPPED).changes_nothing


@given(bundle=bundles, more=packs, counts=st.lists(st.integers(1, 9), min_size=13, max_size=13))
def test_what_turns_under_a_pack_is_exactly_what_it_took_away(
    bundle: PolicyBundle, more: Pack, counts: list[int]
) -> None:
    permitted = tasks(bundle)
    log = [line(task_id, count=count) for task_id, count in zip(permitted, counts, strict=True)]
    draft = under(more, bundle=bundle)

    found = dry_run(log, bundle, draft)

    assert {turned.task_id for turned in found.turned} == set(permitted) - set(tasks(draft))
    assert {turned.task_id for turned in found.turned} == set(found.ended)
    assert found.decisions == sum(counts)


def test_a_pack_that_changes_nothing_here_changes_nothing() -> None:
    assert dry_run(LOG, SHIPPED, under(pack(rule("needs_notice")))).changes_nothing


def test_sums_of_learning_are_asked_again_under_the_drafts_terms() -> None:
    log = (line("learn.intent", count=3),)
    plan = TrainingPlan(model_version=1, parameters=4)
    terms = LearningTerms(task="intent", purpose="zones", plan=plan, code_hash="0" * 64)
    learning = SHIPPED.model_copy(update={"chain": SHIPPED.chain.model_copy(update={"learning": terms})})

    (turned,) = dry_run(log, learning, SHIPPED).turned

    assert dry_run(log, learning, learning).changes_nothing
    assert (turned.task_id, turned.before, turned.after, turned.count) == (
        "learn.intent",
        PERMIT,
        "no_such_task",
        3,
    )
