"""Moments are of a time zone, and of an era that UTC has dates for."""

from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.schemas.moment import Moment

READ = TypeAdapter[datetime](Moment)


@pytest.mark.parametrize(
    "text", ["1970-01-01T00:00:00Z", "2026-06-15T14:00:00+02:00", "2199-12-31T23:59:59Z"]
)
def test_a_moment_is_read_in_its_time_zone(text: str) -> None:
    assert READ.validate_json(f'"{text}"').astimezone(UTC) == datetime.fromisoformat(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-06-15T12:00:00",
        "9999-12-31T23:59:59-12:00",
        "0001-01-01T00:00:00+14:00",
        "1969-12-31T23:59:59Z",
        "2200-01-01T00:00:00Z",
        "tomorrow",
    ],
)
def test_any_other_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        READ.validate_json(f'"{text}"')
