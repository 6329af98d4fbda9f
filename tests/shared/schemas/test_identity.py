"""An identity names one role, its keys and the question it answers."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from shared.schemas.identity import Identity, SignedIdentity

GOOD = {
    "role": "leader",
    "root_public_key": "0" * 64,
    "tls_keys": ("1" * 64,),
    "nonce": "2" * 32,
    "issued_at": datetime(2026, 6, 15, tzinfo=UTC),
}


def test_it_is_read_as_it_was_written() -> None:
    said = SignedIdentity(identity=Identity(**GOOD), signature="0" * 128)  # type: ignore[arg-type]  # fields by name

    assert SignedIdentity.model_validate_json(said.model_dump_json()) == said


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": "witness"},
        {"tls_keys": ("1" * 63,)},
        {"tls_keys": ("1" * 64,) * 9},
        {"nonce": ""},
        {"issued_at": datetime(2026, 6, 15)},  # noqa: DTZ001 - what must be refused
        {"address": "https://leader.example"},
    ],
    ids=["no party", "no key", "too many keys", "no nonce", "no time zone", "a field more"],
)
def test_anything_else_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Identity(**GOOD | wrong)  # type: ignore[arg-type]  # as a test says
