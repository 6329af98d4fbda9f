"""A store's word on the helper's log names one node, one moment, and at most one checkpoint."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from shared.schemas.sighting import Sighting, SightingAnswer, SignedSighting

GOOD = {"edge_id": "a" * 26, "at": datetime(2026, 6, 15, tzinfo=UTC), "checkpoint": ""}


def test_it_is_read_as_it_was_written() -> None:
    said = SignedSighting(sighting=Sighting(**GOOD), signature="0" * 128)  # type: ignore[arg-type]  # fields by name

    assert SignedSighting.model_validate_json(said.model_dump_json()) == said


@pytest.mark.parametrize(
    "wrong",
    [
        {"edge_id": "A" * 26},
        {"at": datetime(2026, 6, 15)},  # noqa: DTZ001 - what must be refused
        {"checkpoint": "x" * 1_001},
        {"site": "altona"},
    ],
    ids=["no edge", "no time zone", "too long", "a field more"],
)
def test_anything_else_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Sighting(**GOOD | wrong)  # type: ignore[arg-type]  # as a test says


def test_an_answer_is_one_note() -> None:
    with pytest.raises(ValidationError):
        SightingAnswer.model_validate_json('{"checkpoint": "", "size": 4}')
