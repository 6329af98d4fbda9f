"""A key list on the wire says exactly what PROTOCOL.md §10 says."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from shared.schemas.keys import KeyEntry, SignedKeyList

AT = datetime(2026, 6, 1, tzinfo=UTC)
ENTRY = {
    "key_id": "0" * 16,
    "mlkem": "0" * 2368,
    "x25519": "0" * 64,
    "not_before": AT,
    "not_after": AT + timedelta(days=38),
}


def test_list_comes_back_from_json() -> None:
    signed = SignedKeyList(role="helper", keys=(KeyEntry(**ENTRY),), issued_at=AT, signature="0" * 128)

    assert SignedKeyList.model_validate_json(signed.model_dump_json()) == signed


def test_signature_is_not_part_of_what_is_signed() -> None:
    signed = SignedKeyList(role="helper", keys=(), issued_at=AT, signature="0" * 128)

    assert set(signed.unsigned.model_dump()) == {"role", "keys", "issued_at"}


@pytest.mark.parametrize(
    "change",
    [
        {"key_id": "0" * 15},
        {"mlkem": "0" * 2366},
        {"x25519": "G" * 64},
        {"not_after": AT},
        {"not_before": datetime(2026, 6, 1)},  # noqa: DTZ001 - the missing zone is the defect
        {"secret": "x"},
    ],
    ids=["short id", "short mlkem", "not hex", "ends as it begins", "no time zone", "unknown field"],
)
def test_bad_entry_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        KeyEntry(**(ENTRY | change))
