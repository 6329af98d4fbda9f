"""A confirmation names one node, one version, one moment with its time zone."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from shared.schemas.confirmation import Confirmation, SignedConfirmation

GOOD = {
    "edge_id": "a" * 26,
    "policy_hash": "0" * 64,
    "version": 1,
    "measuring_since": datetime(2026, 6, 15, tzinfo=UTC),
}


def test_it_is_read_as_it_was_written() -> None:
    said = SignedConfirmation(confirmation=Confirmation(**GOOD), signature="0" * 128)  # type: ignore[arg-type]  # fields by name

    assert SignedConfirmation.model_validate_json(said.model_dump_json()) == said


@pytest.mark.parametrize(
    "wrong",
    [
        {"edge_id": "A" * 26},
        {"policy_hash": "0" * 63},
        {"version": 0},
        {"measuring_since": datetime(2026, 6, 15)},  # noqa: DTZ001 - what must be refused
        {"site": "altona"},
    ],
    ids=["no edge", "no hash", "no version", "no time zone", "a field more"],
)
def test_anything_else_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Confirmation(**GOOD | wrong)  # type: ignore[arg-type]  # as a test says
