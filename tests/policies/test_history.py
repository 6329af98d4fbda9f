"""What may follow what: the vectors say it case by case, the properties for every change there is."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.difference import difference, loosens
from policies.errors import DocumentError
from policies.history import Adopt, Refuse, Walk, verify_step, walk
from policies.schema import PolicyBundle
from policies.tasks import tasks
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


PRICES = st.fractions(0, 1, max_denominator=400).filter(lambda rho: 0 < rho <= 1)
CHAINS = st.fixed_dictionaries(
    {},
    optional={
        "minimum_batch": st.integers(5, 9),
        "cohort_closes_days": st.integers(0, 28),
        "track_cut_minutes": st.integers(1, 30),
        "not_before": st.integers(-30, 30).map(lambda days: BUNDLE.chain.not_before + timedelta(days=days)),
        "not_after": st.integers(-30, 30).map(lambda days: BUNDLE.chain.not_after + timedelta(days=days)),
        "zone_types": st.permutations(BUNDLE.chain.zone_types).flatmap(
            lambda types: st.integers(1, len(types)).map(lambda count: tuple(types[:count]))
        ),
    },
)
RULES = st.fixed_dictionaries(
    {},
    optional={
        "lane": st.sampled_from(["site", "cohort"]),
        "unit_size": st.integers(1, 3),
        "minimum_count": st.integers(0, 5),
        "rho": st.dictionaries(
            st.sampled_from(["hour", "day", "week"]), PRICES.map(lambda rho: f"{rho}"), min_size=1
        ),
    },
)
DOCUMENTS = st.fixed_dictionaries(
    {},
    optional={
        "notice_required": st.booleans(),
        "lawful_basis": st.sampled_from(["legitimate_interests", "consent", "legal_obligation"]),
        "owner": st.sampled_from(["store operations", "somebody else"]),
    },
)
RETENTIONS = st.fixed_dictionaries(
    {},
    optional={
        "track_minutes": st.integers(0, 200),
        "outbox_days": st.integers(1, 35),
        "release_months": st.integers(1, 25),
    },
)


@st.composite
def next_versions(draw: st.DrawFn) -> PolicyBundle:
    """Return any next version: of the chain's numbers, one document, one rule, documents left out."""
    fields = after(BUNDLE, **draw(CHAINS)).model_dump()
    documents = list(fields["documents"])
    at = draw(st.integers(0, len(documents) - 1))
    documents[at] |= draw(DOCUMENTS)
    documents[at]["retention"] |= draw(RETENTIONS)
    documents[at]["metrics"][0].update(draw(RULES))
    left = draw(st.integers(1, len(documents))) if draw(st.booleans()) else len(documents)
    fields["documents"] = tuple(documents[:left])
    fields["packs"] = draw(st.sampled_from([fields["packs"], ()]))
    return PolicyBundle.model_validate(fields)


@settings(max_examples=200, deadline=None)
@given(bundle=next_versions(), approvers=st.sampled_from([[], [SECOND]]))
def test_with_fewer_than_two_approvals_exactly_what_loosens_nothing_is_adopted(
    bundle: PolicyBundle, approvers: list[str]
) -> None:
    try:
        tasks(bundle)
    except DocumentError:
        return  # contradicts itself, whoever approves it

    verdict = verify_step(BUNDLE, OFFICE.published(bundle, approvers).model_dump_json(), ROOT, NOW)

    assert isinstance(verdict, Adopt) == (not loosens(difference(BUNDLE, bundle)))


@settings(max_examples=100, deadline=None)
@given(bundle=next_versions())
def test_with_two_approvals_and_an_assessment_every_change_is_adopted(bundle: PolicyBundle) -> None:
    try:
        tasks(bundle)
    except DocumentError:
        return

    verdict = verify_step(BUNDLE, OFFICE.published(bundle, [SECOND, THIRD]).model_dump_json(), ROOT, NOW)

    assert isinstance(verdict, Adopt)
