"""Consents to a panel, in the fields of ISO/IEC TS 27560:2023: the record, and the receipt one takes along.

No name is asked for. Whoever consents gets a random number; whoever brings it takes the consent back.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from edge_node.consent.attestations import Who
from shared.schemas.keys import Hex64
from shared.schemas.layout import Name, Wire

SCHEMA = "shoal/1, ISO/IEC TS 27560:2023"
"""What the fields mean: edge_node/consent/RECEIPT.md."""

ID_BYTES = 8
"""Of a receipt's number; 16 hex digits can be read out at a till."""

ReceiptId = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
"""A receipt's number."""


class PiiInformation(Wire):
    """One kind of data that the consent is about."""

    pii_type: str
    pii_attribute_id: str
    pii_optional: bool
    sensitive_pii_category: bool
    special_pii_category: bool


class PurposeConsent(Wire):
    """What is consented to."""

    purpose: str
    purpose_type: Name
    """The policy document's name."""
    lawful_basis: Literal["consent"]
    pii_information: tuple[PiiInformation, ...]
    pii_controllers: tuple[str, ...]
    """Ids of parties below."""
    collection_method: str
    processing_method: str
    storage_locations: tuple[str, ...]
    retention_period: str
    """ISO 8601 durations: of tracks, of movement windows where models learn, then of published sums."""
    processing_locations: tuple[str, ...]
    jurisdictions: tuple[str, ...]
    recipient_third_parties: tuple[str, ...]
    withdrawal_method: str
    privacy_rights: tuple[str, ...]
    impact_assessment: str
    """Its reference; empty where none is named."""


class PrivacyNotice(Wire):
    """The words that were read before."""

    notice_id: str
    notice_hash: Hex64
    notice_url: str


class PiiProcessing(Wire):
    """What happens, and what the person was told of it."""

    privacy_notice: PrivacyNotice
    language: str
    purposes: tuple[PurposeConsent, ...]


class Party(Wire):
    """Who answers for it."""

    party_id: str
    party_role: Literal["pii_controller"]
    party_name: str
    party_contact: str


class Event(Wire):
    """Something that happened to the consent."""

    event_time: datetime
    validity_duration: str
    """``/2027-01-31``: its last day (ISO 8601); empty once it is taken back."""
    entity_id: str
    """Who gave it or took it back: the number on the receipt."""
    event_type: Literal["explicit"]
    event_state: Literal["given", "withdrawn"]
    noted_by: Who
    """Who of the store noted it."""


class RecordHeader(Wire):
    """Which record."""

    schema_version: str
    record_id: ReceiptId
    pii_principal_id: ReceiptId
    """The number on the receipt: no name, no address, no picture."""


class ConsentRecord(Wire):
    """One person's consent, without the person."""

    header: RecordHeader
    pii_processing: PiiProcessing
    party_identification: tuple[Party, ...]
    events: tuple[Event, ...]


class Receipt(Wire):
    """What the person takes along."""

    schema_version: str
    receipt_id: ReceiptId
    record: ConsentRecord


class Receipts(Wire):
    """Every receipt given here, oldest first."""

    entries: tuple[Receipt, ...] = ()
