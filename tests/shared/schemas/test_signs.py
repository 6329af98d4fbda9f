"""What a store says of its signs names nobody."""

import json
from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from shared.schemas.signs import CameraSign, SignedSignsReport, SignsReport

REPORT = SignsReport(
    edge_id="a" * 26,
    at=datetime(2026, 6, 15, 12, 0, tzinfo=UTC),
    cameras=(
        CameraSign(camera="door", attested_until=date(2026, 12, 31)),
        CameraSign(camera="till", attested_until=None),
    ),
    objections=2,
)


def test_it_reads_back_from_its_json() -> None:
    signed = SignedSignsReport(signs=REPORT, signature="0" * 128)

    assert SignedSignsReport.model_validate_json(signed.model_dump_json()) == signed


def test_there_is_no_field_for_a_person() -> None:
    assert set(CameraSign.model_fields) == {"camera", "attested_until"}
    assert set(SignsReport.model_fields) == {"edge_id", "at", "cameras", "objections"}


@pytest.mark.parametrize(
    "change",
    [
        {"objections": -1},
        {"at": "2026-06-15T12:00:00"},
        {"cameras": [{"camera": "The Door"}]},
        {"by": "Anna"},
    ],
    ids=["fewer than none", "no time zone", "no name of a camera", "somebody"],
)
def test_what_cannot_be_is_refused(change: dict[str, object]) -> None:
    changed = json.loads(REPORT.model_dump_json()) | change

    with pytest.raises(ValidationError):
        SignsReport.model_validate_json(json.dumps(changed))
