"""A bundle is written whole or not at all, and holds its own entry."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from aggregator.audit.export import Exported, Span, export
from aggregator.audit.log import note
from aggregator.database import writing
from aggregator.errors import AuditError
from aggregator.hub import Hub
from tests.support.audit_world import entries_of, split
from tests.support.audited import noted
from tests.support.vector_world import NOW

HOUR = timedelta(hours=1)
BEGIN = NOW + HOUR


def quiet(_done: int, _of: int) -> None:
    """Show no progress."""


def grow(hub: Hub, hours: int) -> None:
    with writing(hub.engine) as session:
        for hour in range(hours):
            note(session, "read", str(hour), {}, at=BEGIN + hour * HOUR)
    hub.clock.advance(24 * 3600)  # type: ignore[attr-defined]  # a FakeClock


def test_export_is_noted_and_in_its_own_bundle(leader_hub: Hub, tmp_path: Path) -> None:
    written = export(leader_hub, tmp_path / "bundle", Span(), quiet)

    last = entries_of(split(tmp_path / "bundle"))[-1]
    assert written == Exported(0, last.index + 1, last.index + 1, witnessed=0)
    assert (last.kind, json.loads(last.payload or "")["subject"]) == ("export", "audit log")
    assert [entry.kind for entry in noted(leader_hub)][-1] == "export"


def test_span_is_from_its_first_moment_to_before_its_last(leader_hub: Hub, tmp_path: Path) -> None:
    grow(leader_hub, 10)

    export(leader_hub, tmp_path / "bundle", Span(BEGIN + 3 * HOUR, BEGIN + 6 * HOUR), quiet)

    subjects = [json.loads(one.payload or "")["subject"] for one in entries_of(split(tmp_path / "bundle"))]
    assert subjects == ["3", "4", "5"]


@pytest.mark.parametrize(
    "span",
    [Span(since=NOW + 30 * HOUR), Span(before=NOW - 9_000 * HOUR), Span(NOW + 6 * HOUR, NOW + 3 * HOUR)],
    ids=["after all", "before all", "runs back"],
)
def test_span_without_entries_is_refused(leader_hub: Hub, tmp_path: Path, span: Span) -> None:
    grow(leader_hub, 10)

    with pytest.raises(AuditError, match="there are none"):
        export(leader_hub, tmp_path / "bundle", span, quiet)

    assert list(tmp_path.glob("bundle*")) == []


def test_progress_counts_to_the_end(leader_hub: Hub, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    grow(leader_hub, 600)

    written = export(leader_hub, tmp_path / "bundle", Span(), lambda done, of: told.append((done, of)))

    assert told[-1] == (written.end, written.end)
    assert [done for done, _ in told] == sorted({done for done, _ in told})


def test_bundle_that_cannot_be_written_leaves_nothing(leader_hub: Hub, tmp_path: Path) -> None:
    with pytest.raises(AuditError, match="cannot write"):
        export(leader_hub, tmp_path / "no folder" / "bundle", Span(), quiet)

    def fail(_done: int, _of: int) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(AuditError, match="No space left"):
        export(leader_hub, tmp_path / "bundle", Span(), fail)

    assert list(tmp_path.glob("bundle*")) == []


def test_bundle_that_was_there_stays_until_the_new_one_is_whole(leader_hub: Hub, tmp_path: Path) -> None:
    path = tmp_path / "bundle"
    path.write_text("older")

    def fail(_done: int, _of: int) -> None:
        assert path.read_text() == "older"

    export(leader_hub, path, Span(), fail)

    assert path.read_text().startswith('{"end":')
