"""A consent is a number: given for a purpose that rests on it, taken back at any time, over after its day."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from edge_node.consent.attestations import Act
from edge_node.consent.notice import signs_of
from edge_node.consent.panel import (
    Joining,
    last_withdrawals,
    learning_panels,
    panels,
    purpose_of_panel,
    receipt_for,
    stands,
    withdrawn,
)
from edge_node.consent.receipts import Receipt, Receipts
from edge_node.errors import ConsentError
from edge_node.site import bare_site
from policies.hours import DailyHours
from policies.schema import PolicyBundle
from tests.support.consent_world import NOTICE, agreed, with_notice
from tests.support.edge_world import BUNDLE
from tests.support.learning_policy import NIGHT, learning

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
SIGN = signs_of(with_notice(bare_site("Altona", is_in_metres=True)))["notice-de-1"]
NUMBER = "00ff" * 4
UNTIL = date(2026, 12, 31)
ACT = Act(by="floor lead", at=NOW)


def by_consent() -> PolicyBundle:
    first, *others = BUNDLE.documents
    return BUNDLE.model_copy(
        update={"documents": (first.model_copy(update={"lawful_basis": "consent"}), *others)}
    )


def given(until: date = UNTIL) -> Receipt:
    terms = purpose_of_panel(BUNDLE.documents[0].purpose, by_consent())
    return receipt_for(Joining(NUMBER, ACT, until, SIGN), terms, NOTICE, BERLIN)


def test_a_receipt_says_what_for_by_whom_and_until_when() -> None:
    receipt = given()

    (purpose,) = receipt.record.pii_processing.purposes
    (party,) = receipt.record.party_identification
    (event,) = receipt.record.events
    assert purpose.purpose == BUNDLE.documents[0].statement
    assert party.party_name == NOTICE.responsible
    assert (event.event_state, event.validity_duration, event.entity_id) == ("given", "/2026-12-31", NUMBER)
    assert receipt.record.pii_processing.privacy_notice.notice_hash == SIGN.hash


@pytest.mark.parametrize(
    ("hours", "kinds", "retention"),
    [
        ((), ["track"], "track PT60M, published sums P25M"),
        ((NIGHT,), ["track", "movement window"], "track PT60M, movement windows PT72H, published sums P25M"),
    ],
    ids=["of counting", "of learning"],
)
def test_a_receipt_says_what_is_kept_and_how_long(
    hours: tuple[DailyHours, ...], kinds: list[str], retention: str
) -> None:
    bundle = learning(lawful_basis="consent", training_hours=hours)

    (purpose,) = agreed("zones", bundle, NOW).record.pii_processing.purposes

    assert [kind.pii_attribute_id for kind in purpose.pii_information] == kinds
    assert purpose.retention_period == retention
    assert ("model" in purpose.processing_method) is bool(hours)


def test_it_can_be_read_back_from_its_json() -> None:
    assert Receipt.model_validate_json(given().model_dump_json()) == given()


@pytest.mark.parametrize("purpose", ["occupancy", "nothing"])
def test_a_purpose_on_another_basis_has_no_panel(purpose: str) -> None:
    with pytest.raises(
        ConsentError, match=rf"rests on consent \({BUNDLE.documents[0].purpose}\), got '{purpose}'"
    ):
        purpose_of_panel(purpose, by_consent())


@pytest.mark.parametrize("bundle", [None, BUNDLE], ids=["no policy", "none rests on consent"])
def test_where_no_purpose_rests_on_consent_there_is_no_panel(bundle: PolicyBundle | None) -> None:
    with pytest.raises(ConsentError, match="none here does"):
        purpose_of_panel("footfall", bundle)


@pytest.mark.parametrize("until", [date(2026, 6, 14), date(2027, 6, 17)])
def test_a_last_day_behind_or_far_ahead_is_refused(until: date) -> None:
    with pytest.raises(ConsentError, match="expected a last day from 2026-06-15 to 2027-06-16"):
        given(until)


def test_taken_back_it_stands_no_longer_and_both_are_on_record() -> None:
    (receipt,) = withdrawn(Receipts(entries=(given(),)), NUMBER, ACT).entries

    assert [event.event_state for event in receipt.record.events] == ["given", "withdrawn"]
    assert not stands(receipt, NOW.date())


def test_only_the_one_with_the_number_is_taken_back() -> None:
    other = given().model_copy(update={"receipt_id": "11" * 8})

    held = withdrawn(Receipts(entries=(given(), other)), NUMBER, ACT)

    assert [stands(receipt, NOW.date()) for receipt in held.entries] == [False, True]


def test_after_its_last_day_it_stands_no_longer() -> None:
    assert stands(given(), UNTIL)
    assert not stands(given(), UNTIL + timedelta(days=1))


def test_what_does_not_stand_cannot_be_taken_back() -> None:
    held = withdrawn(Receipts(entries=(given(),)), NUMBER, ACT)

    for number in (NUMBER, "22" * 8):
        with pytest.raises(ConsentError, match="expected the number of a consent that stands"):
            withdrawn(held, number, ACT)


def test_a_purpose_has_a_panel_while_one_consent_to_it_stands() -> None:
    one = Receipts(entries=(given(),))
    purpose = given().record.pii_processing.purposes[0].purpose_type

    assert panels(one, NOW.date()) == {purpose}
    assert panels(one, UNTIL + timedelta(days=1)) == frozenset()
    assert panels(withdrawn(one, NUMBER, ACT), NOW.date()) == frozenset()
    assert panels(Receipts(), NOW.date()) == frozenset()


@pytest.mark.parametrize(
    ("told", "expected"),
    [((True, True), {"zones"}), ((True, False), set()), ((False,), set()), ((), set())],
    ids=["all were", "one was not", "nobody was", "nobody agreed"],
)
def test_a_panel_learns_once_all_of_it_were_told_of_windows(
    told: tuple[bool, ...], expected: set[str]
) -> None:
    by_hours = {
        is_told: learning(lawful_basis="consent", training_hours=(NIGHT,) * is_told) for is_told in told
    }
    held = Receipts(
        entries=tuple(agreed("zones", by_hours[each], NOW, f"{n}" * 16) for n, each in enumerate(told))
    )

    assert learning_panels(held, NOW.date()) == expected
    assert panels(held, NOW.date()) == ({"zones"} if told else set())


def test_the_last_time_that_a_consent_was_taken_back_is_known_by_purpose() -> None:
    bundle = learning(lawful_basis="consent")
    held = Receipts(entries=tuple(agreed("zones", bundle, NOW, number * 16) for number in ("1", "2", "3")))
    later = NOW + timedelta(hours=3)
    for number, at in (("1", later), ("2", NOW)):
        held = withdrawn(held, number * 16, Act(by="till 2", at=at))

    assert last_withdrawals(held) == {"zones": later.timestamp()}
