"""Opt-in panels: a consent is noted and a receipt made; it is taken back by its number, at any time.

Only a purpose whose policy rests on consent can have a panel: for any other a receipt would promise a choice
that is not there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Final
from zoneinfo import ZoneInfo

from edge_node.consent.attestations import LONGEST, Act
from edge_node.consent.notice import Sign
from edge_node.consent.receipts import (
    SCHEMA,
    ConsentRecord,
    Event,
    Party,
    PiiInformation,
    PiiProcessing,
    PrivacyNotice,
    PurposeConsent,
    Receipt,
    Receipts,
    RecordHeader,
)
from edge_node.errors import ConsentError
from edge_node.site import Notice
from policies.hours import NO_MINUTE
from policies.rules import PurposeTerms, terms_of_purposes
from policies.schema import PolicyBundle

CONTROLLER = "controller"
"""The id by which a receipt's purposes name who is responsible."""

_RIGHTS = (
    "withdrawal at any time (GDPR Art. 7(3))",
    "information (Art. 13)",
    "erasure of an interval (Art. 17)",
    "complaint to a supervisory authority (Art. 77)",
)

_TRACK = PiiInformation(
    pii_type="positions on the shop floor over time",
    pii_attribute_id="track",
    pii_optional=False,
    sensitive_pii_category=False,
    special_pii_category=False,
)
_WINDOW_ID: Final = "movement window"
_WINDOW = _TRACK.model_copy(
    update={"pii_type": "four seconds of movement in coarse levels", "pii_attribute_id": _WINDOW_ID}
)

_COUNTED = "counted into sums in the shop; noise is added before anything is published"
_LEARNT = "; a model that shops share is trained on movement windows, with noise, for this purpose alone"


@dataclass(frozen=True, slots=True)
class Joining:
    """Somebody joins a panel."""

    number: str
    """A fresh random number: the receipt's and, as nobody's name is asked for, the person's."""
    noted: Act
    until: date
    """The last day the consent holds."""
    sign: Sign
    """What was read before."""


def purpose_of_panel(name: str, bundle: PolicyBundle | None) -> PurposeTerms:
    """Return the terms of the purpose the panel is for.

    Raises: ConsentError when no signed purpose of that name rests on consent.
    """
    terms = () if bundle is None else terms_of_purposes(bundle)
    by_consent = {t.document.purpose: t for t in terms if t.document.lawful_basis == "consent"}
    if name not in by_consent:
        known = ", ".join(sorted(by_consent)) or "none here does"
        raise ConsentError(f"expected a purpose that rests on consent ({known}), got {name!r}")
    return by_consent[name]


def receipt_for(joining: Joining, terms: PurposeTerms, notice: Notice, zone: ZoneInfo) -> Receipt:
    """Return the receipt.

    Raises: ConsentError when its last day has passed, or lies more than a year ahead.
    """
    today = joining.noted.at.astimezone(zone).date()
    if not today <= joining.until <= today + LONGEST:
        raise ConsentError(f"expected a last day from {today} to {today + LONGEST}, got {joining.until}")
    record = ConsentRecord(
        header=RecordHeader(schema_version=SCHEMA, record_id=joining.number, pii_principal_id=joining.number),
        pii_processing=PiiProcessing(
            privacy_notice=PrivacyNotice(
                notice_id=joining.sign.id, notice_hash=joining.sign.hash, notice_url=notice.page
            ),
            language=joining.sign.language,
            purposes=(_purpose(terms),),
        ),
        party_identification=(
            Party(
                party_id=CONTROLLER,
                party_role="pii_controller",
                party_name=notice.responsible,
                party_contact=notice.contact,
            ),
        ),
        events=(_event(joining.number, joining.noted, "given", f"/{joining.until}"),),
    )
    return Receipt(schema_version=SCHEMA, receipt_id=joining.number, record=record)


def withdrawn(held: Receipts, number: str, act: Act) -> Receipts:
    """Return the receipts with one consent taken back; what was given stays on record beside it.

    Raises: ConsentError when no consent under the number stands.
    """
    if not any(receipt.receipt_id == number and stands(receipt, act.at.date()) for receipt in held.entries):
        raise ConsentError(f"expected the number of a consent that stands, got {number!r}")
    event = _event(number, act, "withdrawn", "")
    return Receipts(
        entries=tuple(
            _with_event(receipt, event) if receipt.receipt_id == number else receipt
            for receipt in held.entries
        )
    )


def stands(receipt: Receipt, today: date) -> bool:
    """Return whether the consent is given, not taken back and not past its last day."""
    last = receipt.record.events[-1]
    return last.event_state == "given" and today <= date.fromisoformat(last.validity_duration.lstrip("/"))


def panels(held: Receipts, today: date) -> frozenset[str]:
    """Return the purposes for which the consent of at least one person stands."""
    return frozenset(one.purpose_type for one in _consented(held, today))


def learning_panels(held: Receipts, today: date) -> frozenset[str]:
    """Return those of the panels that all have been told of movement windows.

    Who joined before models learnt said yes to counting alone, and no badge tells one of them from another.
    """
    untold = {one.purpose_type for one in _consented(held, today) if not _tells_of_windows(one)}
    return panels(held, today) - untold


def last_withdrawals(held: Receipts) -> dict[str, float]:
    """Return by purpose when a consent was last taken back, Unix seconds."""
    last: dict[str, float] = {}
    for receipt in held.entries:
        backs = [e.event_time.timestamp() for e in receipt.record.events if e.event_state == "withdrawn"]
        for purpose in receipt.record.pii_processing.purposes if backs else ():
            last[purpose.purpose_type] = max([last.get(purpose.purpose_type, -inf), *backs])
    return last


def _consented(held: Receipts, today: date) -> Iterator[PurposeConsent]:
    for receipt in held.entries:
        if stands(receipt, today):
            yield from receipt.record.pii_processing.purposes


def _tells_of_windows(purpose: PurposeConsent) -> bool:
    return any(kind.pii_attribute_id == _WINDOW_ID for kind in purpose.pii_information)


def _with_event(receipt: Receipt, event: Event) -> Receipt:
    record = receipt.record.model_copy(update={"events": (*receipt.record.events, event)})
    return receipt.model_copy(update={"record": record})


def _event(number: str, act: Act, state: str, validity: str) -> Event:
    return Event.model_validate(
        {
            "event_time": act.at,
            "validity_duration": validity,
            "entity_id": number,
            "event_type": "explicit",
            "event_state": state,
            "noted_by": act.by,
        }
    )


def _purpose(terms: PurposeTerms) -> PurposeConsent:
    kept, learns = terms.retention, terms.training != NO_MINUTE
    windows = f"movement windows PT{kept.window_hours}H, " if learns else ""
    return PurposeConsent(
        purpose=terms.document.statement,
        purpose_type=terms.document.purpose,
        lawful_basis="consent",
        pii_information=(_TRACK, _WINDOW) if learns else (_TRACK,),
        pii_controllers=(CONTROLLER,),
        collection_method="cameras in the shop, while the panel's badge is worn",
        processing_method=_COUNTED + (_LEARNT if learns else ""),
        storage_locations=("the shop's own node",),
        retention_period=f"track PT{kept.track_minutes}M, {windows}published sums P{kept.release_months}M",
        processing_locations=("the shop's own node",),
        jurisdictions=terms.document.jurisdictions,
        recipient_third_parties=(),
        withdrawal_method="say the number of this receipt, or give the badge back, to anybody who works here",
        privacy_rights=_RIGHTS,
        impact_assessment=terms.document.dpia_reference,
    )
