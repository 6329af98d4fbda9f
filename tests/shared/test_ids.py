"""Identifiers are plain values under a name."""

from shared import ids


def test_no_identifier_names_a_person() -> None:
    names = [name for name in vars(ids) if name.endswith("Id")]

    assert sorted(names) == ["CohortId", "EdgeId", "KeyId", "ReportId", "SiteId", "TaskId"]
