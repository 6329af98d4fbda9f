"""Of two rules the stricter one wins, whoever wrote it, in whatever order they come."""

from datetime import datetime, time, timedelta
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.circumstances import Circumstances, Worn
from policies.engine import Action, Permit, Request, decide
from policies.hours import EVERY_MINUTE, NO_MINUTE, DailyHours, minutes_of
from policies.loader import load_bundle
from policies.pack import Pack, PackRule
from policies.rules import Rules, apply, terms_of_purposes
from policies.schema import PolicyBundle, Retention
from policies.tasks import tasks
from shared.ids import TaskId
from shared.schemas.task import Task
from tests.support.packs import (
    METRICS,
    SHIPPED,
    bundles,
    minutes,
    pack,
    pack_rules,
    packs,
    rule,
    under,
    with_documents,
    with_rules,
)

TASK_IDS = [
    TaskId(f"{metric}.{level}.{lane}")
    for metric in METRICS
    for level in ("hour", "day", "week")
    for lane in ("site", "cohort")
]
NOW = datetime.fromisoformat("2026-11-26T12:00:00+00:00")
NIGHT = DailyHours(begins_at=time(22), ends_at=time(6))


def permitted(
    bundle: PolicyBundle, action: Action, age: timedelta, circumstances: Circumstances
) -> dict[tuple[str, str], Task]:
    """Return every task that is permitted, by its metric and level."""
    answers = (
        decide(Request(action, task_id, NOW - age), bundle, NOW, circumstances) for task_id in TASK_IDS
    )
    found = [answer.task for answer in answers if isinstance(answer, Permit)]
    return {(task.metric, task.level): task for task in found}


def retention_of(bundle: PolicyBundle) -> Retention:
    """Return footfall's retention under the bundle."""
    return apply(bundle).purposes["footfall"].retention


circumstances = st.builds(
    Circumstances,
    is_attested=st.booleans(),
    is_paused=st.booleans(),
    worn=st.sampled_from([None, *get_args(Worn)]),
    local_time=st.one_of(st.none(), minutes),
)


@settings(max_examples=150, deadline=None)
@given(
    bundle=bundles,
    held=st.lists(packs, max_size=2),
    more=pack_rules,
    action=st.sampled_from(["record", "keep", "send", "release"]),
    age=st.sampled_from([timedelta(0), timedelta(days=12), timedelta(days=40)]),
    about=circumstances,
)
def test_a_rule_more_never_permits_more(
    bundle: PolicyBundle,
    held: list[Pack],
    more: PackRule,
    action: Action,
    age: timedelta,
    about: Circumstances,
) -> None:
    fewer = under(*held, bundle=bundle)

    before = permitted(fewer, action, age, about)
    after = permitted(under(pack(more), bundle=fewer), action, age, about)

    assert set(after) <= set(before)
    for key, task in after.items():
        assert (before[key].lane, task.lane) != ("cohort", "site")
        assert task.exact_rho == before[key].exact_rho
        assert task.minimum_count >= before[key].minimum_count
        assert task.minimum_batch >= before[key].minimum_batch


@given(bundle=bundles, held=st.lists(packs, max_size=2), more=pack_rules)
def test_a_rule_more_never_keeps_longer_or_trains_more(
    bundle: PolicyBundle, held: list[Pack], more: PackRule
) -> None:
    fewer = under(*held, bundle=bundle)

    pairs = zip(terms_of_purposes(fewer), terms_of_purposes(under(pack(more), bundle=fewer)), strict=True)

    for before, after in pairs:
        kept, longest = after.retention.model_dump(), before.retention.model_dump()
        assert all(kept[name] <= longest[name] for name in longest)
        assert not after.training & ~before.training
        assert not before.quiet & ~after.quiet
        assert after.needs_notice >= before.needs_notice


@given(bundle=bundles, held=st.lists(packs, max_size=4), shuffle=st.randoms(use_true_random=False))
def test_packs_commute(bundle: PolicyBundle, held: list[Pack], shuffle: st.DataObject) -> None:
    turned = list(held)
    shuffle.shuffle(turned)  # type: ignore[attr-defined]  # hypothesis gives a random.Random

    there, back = under(*held, bundle=bundle), under(*turned, bundle=bundle)

    assert apply(there) == apply(back)
    assert tasks(there) == tasks(back)


@given(bundle=bundles, held=st.lists(packs, min_size=1, max_size=3))
def test_a_pack_applied_twice_is_applied_once(bundle: PolicyBundle, held: list[Pack]) -> None:
    once, twice = under(*held, bundle=bundle), under(*held, *held, bundle=bundle)

    assert apply(once) == apply(twice)


@given(bundle=bundles, held=st.lists(packs, max_size=3))
def test_a_pack_never_breaks_documents_that_agree(bundle: PolicyBundle, held: list[Pack]) -> None:
    names = {(task.metric, task.level) for task in tasks(under(*held, bundle=bundle)).values()}

    assert names <= {(task.metric, task.level) for task in tasks(bundle).values()}


def test_without_packs_the_documents_hold_as_they_are() -> None:
    rules: Rules = apply(SHIPPED)

    assert all(terms.lane == terms.written.lane and not terms.off for terms in rules.metrics.values())
    assert rules.purposes["dwell"].retention == rules.purposes["dwell"].document.retention


@pytest.mark.parametrize(
    ("tightening", "obstacle"),
    [
        (rule("off", metrics=("dwell",)), "off_by_pack"),
        (rule("needs_dpia", metrics=("dwell",)), "no_dpia"),
        (rule("needs_consent", metrics=("dwell",)), "no_consent"),
    ],
    ids=["off", "no assessment", "no consent"],
)
def test_what_stands_in_a_metrics_way_is_named(tightening: PackRule, obstacle: str) -> None:
    (cause,) = apply(with_rules(tightening)).metrics["dwell"].off

    assert (cause.rule, cause.pack, cause.article) == (obstacle, "test", "Art. 1")


def test_what_an_assessment_or_consent_asks_for_can_be_given() -> None:
    asking = pack(rule("needs_dpia", metrics=("dwell",)), rule("needs_consent", metrics=("dwell",)))

    given_both = under(asking, bundle=with_documents(dpia_reference="DPIA-1", lawful_basis="consent"))

    assert apply(given_both).metrics["dwell"].off == ()


def test_a_metric_without_cohort_form_says_which_pack_moved_it() -> None:
    terms = apply(with_rules(rule("cohort_only", metrics=("flow",)))).metrics["flow"]

    assert (terms.off, terms.off[0].rule) == (terms.moved, "cohort_only")


def test_a_document_that_puts_such_a_metric_in_the_cohort_lane_turns_it_off() -> None:
    flow = next(d for d in SHIPPED.documents if d.purpose == "flow")
    written = flow.metrics[0].model_copy(update={"lane": "cohort"})
    bundle = SHIPPED.model_copy(update={"documents": (flow.model_copy(update={"metrics": (written,)}),)})

    (cause,) = apply(bundle).metrics["flow"].off

    assert (cause.rule, cause.pack) == ("no_cohort_form", "")


def test_the_lowest_cap_holds() -> None:
    caps = [rule("cap", kept="release_months", at_most=most) for most in (13, 6, 20)]

    assert retention_of(with_rules(*caps)).release_months == 6


def test_a_cap_does_not_lengthen() -> None:
    assert retention_of(with_rules(rule("cap", kept="outbox_days", at_most=35))).outbox_days == 30


def test_more_stores_behind_a_sum_hold() -> None:
    bundle = with_rules(rule("minimum_batch", at_least=12), rule("cohort_only", metrics=("dwell",)))

    assert tasks(bundle)[TaskId("dwell.day.cohort")].minimum_batch == 12


def test_smaller_numbers_are_suppressed() -> None:
    bundle = with_rules(rule("minimum_count", metrics=("dwell",), at_least=7))

    assert {t.metric for t in tasks(bundle).values() if t.minimum_count == 7} == {"dwell"}


def test_quiet_hours_add_up_and_training_hours_leave_what_all_permit() -> None:
    spans = [{"begins_at": time(5), "ends_at": time(9)}]
    bundle = under(
        pack(rule("quiet_hours", hours=spans), rule("training_hours", hours=spans)),
        bundle=with_documents(quiet_hours=(NIGHT,), training_hours=(NIGHT,)),
    )

    terms = apply(bundle).purposes["footfall"]

    assert terms.quiet == minutes_of([DailyHours(begins_at=time(22), ends_at=time(9))])
    assert terms.training == minutes_of([DailyHours(begins_at=time(5), ends_at=time(6))])


def test_nothing_is_trained_before_an_assessment_where_one_is_needed() -> None:
    all_day = (DailyHours(begins_at=time(0), ends_at=time(0)),)
    asking = pack(rule("training_needs_dpia"))

    without = under(asking, bundle=with_documents(training_hours=all_day))
    given_it = under(asking, bundle=with_documents(training_hours=all_day, dpia_reference="DPIA-1"))

    assert apply(without).purposes["footfall"].training == NO_MINUTE
    assert apply(given_it).purposes["footfall"].training == EVERY_MINUTE


def test_each_purpose_has_its_terms_once() -> None:
    found = [terms.document.purpose for terms in terms_of_purposes(SHIPPED)]

    assert found == [document.purpose for document in SHIPPED.documents]


def test_a_purpose_that_only_trains_has_terms_too() -> None:
    bundle = load_bundle(optional=["learning"])

    (trained,) = apply(bundle).trained

    assert terms_of_purposes(bundle)[-1] == trained
    assert trained.retention.window_hours == 24
