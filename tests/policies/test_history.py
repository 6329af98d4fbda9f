"""What may follow what: the vectors say it case by case, the properties for every change there is."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policies.circumstances import Circumstances
from policies.difference import difference, loosens
from policies.engine import Permit, Request, decide
from policies.history import Adopt, Refuse, Walk, verify_step, walk
from policies.schema import PolicyBundle
from policies.tasks import tasks
from shared.schemas.task import Task
from tests.support.any_change import any_change
from tests.support.policy_world import BUNDLE, LOOSER, NOW, OFFICE, ROOT, SECOND, THIRD, TIGHTER, after
from tests.vectors.files import read

Vector = dict[str, Any]


def verdict_on(vector: Vector) -> Adopt | Refuse:
    held = vector["held"]
    bundle = None if held is None else PolicyBundle.model_validate_json(json.dumps(held))
    key, now = bytes.fromhex(vector["root_public_key"]), datetime.fromisoformat(vector["now"])
    return verify_step(bundle, json.dumps(vector["offered"]), key, now)


@pytest.mark.parametrize("vector", read("policy_good.json"), ids=lambda vector: vector["name"])
def test_good_step_is_adopted(vector: Vector) -> None:
    assert isinstance(verdict_on(vector), Adopt)


@pytest.mark.parametrize("vector", read("policy_bad_.json"), ids=lambda vector: vector["name"])
def test_bad_step_is_refused_by_its_rule(vector: Vector) -> None:
    verdict = verdict_on(vector)

    assert isinstance(verdict, Refuse)
    assert verdict.rule == vector["expect"]


def test_a_refusal_names_what_loosens_and_what_is_missing() -> None:
    refused = verify_step(BUNDLE, OFFICE.published(LOOSER, [SECOND]).model_dump_json(), ROOT, NOW)

    assert refused == Refuse(
        "too_few_approvals",
        "the change loosens chain.cohort_closes_days (shares are kept longer); "
        "expected 2 approvals by others than mara, got 1",
    )


def test_the_version_held_is_no_news_even_after_its_end() -> None:
    text = OFFICE.published(BUNDLE, author=None).model_dump_json()

    known = verify_step(BUNDLE, text, ROOT, BUNDLE.chain.not_after + timedelta(days=1))

    assert isinstance(known, Adopt)
    assert not known.is_new


def test_an_adoption_says_what_it_changes() -> None:
    adopted = verify_step(BUNDLE, OFFICE.published(TIGHTER, author=None).model_dump_json(), ROOT, NOW)

    assert isinstance(adopted, Adopt)
    assert adopted.changes == difference(BUNDLE, TIGHTER)


SECOND_VERSION = OFFICE.published(LOOSER, [SECOND, THIRD]).model_dump_json()
THIRD_VERSION = OFFICE.published(after(LOOSER, minimum_batch=6), author=None).model_dump_json()


def versions(walked: Walk) -> list[int]:
    return [step.bundle.chain.version for step in walked.steps]


def test_versions_missed_are_caught_up_one_by_one() -> None:
    walked = walk(BUNDLE, [SECOND_VERSION, THIRD_VERSION], ROOT, NOW)

    assert (versions(walked), walked.refusal) == ([2, 3], None)


def test_a_loosening_hidden_before_a_tightening_is_found() -> None:
    hidden = OFFICE.published(LOOSER, [SECOND]).model_dump_json()

    walked = walk(BUNDLE, [hidden, THIRD_VERSION], ROOT, NOW)

    assert versions(walked) == []
    assert walked.refusal is not None
    assert walked.refusal.rule == "too_few_approvals"


def test_what_is_good_before_a_refusal_is_adopted() -> None:
    looser_still = OFFICE.published(after(LOOSER, cohort_closes_days=28), author=None)

    walked = walk(BUNDLE, [SECOND_VERSION, looser_still.model_dump_json()], ROOT, NOW)

    assert versions(walked) == [2]
    assert walked.refusal is not None
    assert walked.refusal.rule == "no_author"


def test_what_has_ended_may_be_passed_through_and_not_stopped_at() -> None:
    soon = NOW + timedelta(days=1)
    second = after(BUNDLE, not_after=soon)
    third = after(second, not_after=BUNDLE.chain.not_after)
    texts = [
        OFFICE.published(second, author=None).model_dump_json(),
        OFFICE.published(third, [SECOND, THIRD]).model_dump_json(),
    ]
    later = soon + timedelta(days=1)

    whole, part = walk(BUNDLE, texts, ROOT, later), walk(BUNDLE, texts[:1], ROOT, later)

    assert (versions(whole), whole.refusal) == ([2, 3], None)
    assert (versions(part), part.refusal is not None) == ([], True)


def test_nothing_offered_is_nothing_new() -> None:
    assert walk(BUNDLE, [], ROOT, NOW) == Walk((), None)


MANY = settings(deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
"""Half of all changes contradict the schema or the budget and are passed over."""
ANY = any_change(after(BUNDLE)).filter(lambda bundle: bundle.chain.not_after >= NOW)


@settings(parent=MANY, max_examples=100)
@given(bundle=ANY, approvers=st.sampled_from([[], [SECOND]]))
def test_with_fewer_than_two_approvals_exactly_what_loosens_nothing_is_adopted(
    bundle: PolicyBundle, approvers: list[str]
) -> None:
    verdict = verify_step(BUNDLE, OFFICE.published(bundle, approvers).text, ROOT, NOW)

    assert isinstance(verdict, Adopt) == (not loosens(difference(BUNDLE, bundle)))


@settings(parent=MANY, max_examples=50)
@given(bundle=ANY)
def test_with_two_approvals_and_an_assessment_every_change_is_adopted(bundle: PolicyBundle) -> None:
    verdict = verify_step(BUNDLE, OFFICE.published(bundle, [SECOND, THIRD]).text, ROOT, NOW)

    assert isinstance(verdict, Adopt)


LEVELS = ("hour", "day", "week")


def as_much_as(task: Task) -> list[Task]:
    """Return the tasks of the version held that say at least as much as this one, at no lower a price."""
    return [
        other
        for other in tasks(BUNDLE).values()
        if other.metric == task.metric
        and other.lane in (task.lane, "site")
        and LEVELS.index(other.level) <= LEVELS.index(task.level)
        and other.exact_rho >= task.exact_rho
        and other.minimum_count <= task.minimum_count
        and other.minimum_batch <= task.minimum_batch
    ]


@settings(parent=MANY, max_examples=100)
@given(
    bundle=ANY,
    days=st.integers(-300, 900),
    circumstances=st.builds(
        Circumstances,
        is_attested=st.booleans(),
        is_paused=st.booleans(),
        local_time=st.one_of(st.none(), st.times()),
    ),
)
def test_what_the_office_alone_can_put_in_force_permits_nothing_that_was_denied(
    bundle: PolicyBundle, days: int, circumstances: Circumstances
) -> None:
    if isinstance(verify_step(BUNDLE, OFFICE.published(bundle).text, ROOT, NOW), Refuse):
        return

    at = NOW + timedelta(days=days)

    def may(task: Task, under: PolicyBundle) -> bool:
        request = Request("record", task.task_id, at)
        return isinstance(decide(request, under, at, circumstances), Permit)

    for task in tasks(bundle).values():
        assert as_much_as(task)
        assert not may(task, bundle) or any(may(other, BUNDLE) for other in as_much_as(task))
