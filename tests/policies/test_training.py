"""No model is trained by silence."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.circumstances import USUAL, Circumstances
from policies.hours import DailyHours
from policies.pack import Pack
from policies.rules import PurposeTerms, terms_of_purposes
from policies.schema import PolicyBundle
from policies.training import (
    ground_of,
    keeping_objection,
    learning_purposes,
    rests_on_consent,
    training_objection,
)
from tests.support.packs import SHIPPED, bundles, minutes, pack, packs, rule, under, with_documents

NOW = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)
NIGHT = DailyHours(begins_at=time(22), ends_at=time(6))
TRAINED = with_documents(training_hours=(NIGHT,))
AT_NIGHT = Circumstances(local_time=time(23, 30))


def stands_against(
    bundle: PolicyBundle | None = TRAINED,
    *,
    purpose: str = "zones",
    now: datetime = NOW,
    there: Circumstances = AT_NIGHT,
) -> str:
    """Return the rule that stands against training; empty when none does."""
    denied = training_objection(purpose, bundle, now, there)
    return "" if denied is None else denied.rule


def test_in_its_hours_a_model_is_trained() -> None:
    assert stands_against() == ""


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (stands_against(None), "no_policy"),
        (stands_against(now=datetime(2025, 1, 1, tzinfo=UTC)), "not_in_force"),
        (stands_against(purpose="faces"), "no_such_purpose"),
        (stands_against(with_documents(TRAINED, review_by=date(2026, 11, 25))), "review_overdue"),
        (stands_against(there=Circumstances(is_paused=True, local_time=time(23))), "paused"),
        (stands_against(there=Circumstances(local_time=time(12))), "training_hours"),
        (stands_against(there=USUAL), "training_hours"),
        (stands_against(SHIPPED), "training_hours"),
        (stands_against(under(pack(rule("training_needs_dpia")), bundle=TRAINED)), "training_hours"),
    ],
    ids=[
        "no policy",
        "not in force",
        "no such purpose",
        "review overdue",
        "paused",
        "by day",
        "no hour known",
        "no hours",
        "no assessment",
    ],
)
def test_everything_else_stands_against_it(found: str, expected: str) -> None:
    assert found == expected


@given(bundle=bundles, held=st.lists(packs, max_size=2), more=packs, at=minutes)
def test_a_pack_more_never_trains_more(bundle: PolicyBundle, held: list[Pack], more: Pack, at: time) -> None:
    fewer, there = under(*held, bundle=bundle), Circumstances(local_time=at)

    if not stands_against(under(more, bundle=fewer), there=there):
        assert stands_against(fewer, there=there) == ""


def terms_of(bundle: PolicyBundle) -> PurposeTerms:
    return next(terms for terms in terms_of_purposes(bundle) if terms.document.purpose == "zones")


def stands_against_keeping(
    bundle: PolicyBundle = TRAINED,
    *,
    data_from: datetime = NOW,
    now: datetime = NOW,
    there: Circumstances = USUAL,
) -> str:
    """Return the rule that stands against keeping a window; empty when none does."""
    denied = keeping_objection(terms_of(bundle), bundle, data_from, now, there)
    return "" if denied is None else denied.rule


def test_what_is_shipped_learns_nothing() -> None:
    assert learning_purposes(SHIPPED) == ()


def test_a_purpose_with_hours_for_training_learns() -> None:
    assert "zones" in {terms.document.purpose for terms in learning_purposes(TRAINED)}
    assert learning_purposes(under(pack(rule("training_needs_dpia")), bundle=TRAINED)) == ()


def test_a_window_is_kept_at_any_hour_for_the_night() -> None:
    assert stands_against_keeping(there=Circumstances(local_time=time(12))) == ""


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (stands_against_keeping(SHIPPED), "training_hours"),
        (stands_against_keeping(data_from=datetime(2025, 1, 1, tzinfo=UTC)), "not_in_force"),
        (stands_against_keeping(now=datetime(2028, 1, 1, tzinfo=UTC)), "not_in_force"),
        (stands_against_keeping(with_documents(TRAINED, review_by=date(2026, 11, 25))), "review_overdue"),
        (stands_against_keeping(there=Circumstances(is_paused=True)), "paused"),
        (stands_against_keeping(there=Circumstances(is_attested=False)), "not_attested"),
        (stands_against_keeping(there=Circumstances(zone_types=frozenset({"toilet"}))), "masked_place"),
        (
            stands_against_keeping(
                with_documents(TRAINED, quiet_hours=(NIGHT,)), there=Circumstances(local_time=time(23))
            ),
            "quiet_hours",
        ),
    ],
    ids=[
        "no hours",
        "older than the policy",
        "after its end",
        "review overdue",
        "paused",
        "no sign",
        "a masked place",
        "quiet hours",
    ],
)
def test_everything_else_stands_against_keeping(found: str, expected: str) -> None:
    assert found == expected


@given(bundle=bundles, held=st.lists(packs, max_size=2), more=packs)
def test_a_pack_more_never_keeps_more(bundle: PolicyBundle, held: list[Pack], more: Pack) -> None:
    fewer = under(*held, bundle=bundle)
    stricter = {terms.document.purpose for terms in learning_purposes(under(more, bundle=fewer))}

    assert stricter <= {terms.document.purpose for terms in learning_purposes(fewer)}


@pytest.mark.parametrize("basis", ["legitimate_interests", "consent", "legal_obligation"])
def test_a_ground_names_basis_and_purpose(basis: str) -> None:
    documents = with_documents(TRAINED, lawful_basis=basis).documents

    grounds = [ground_of(document) for document in documents]

    assert grounds == [f"{basis}:{document.purpose}" for document in documents]
    assert {rests_on_consent(ground) for ground in grounds} == {basis == "consent"}
