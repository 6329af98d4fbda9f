"""Refusals are counted per minute and reason, and a minute becomes one entry when it is over."""

from collections.abc import Mapping
from datetime import timedelta

from sqlmodel import select

from aggregator.audit.refusals import count, note_refusals
from aggregator.database import reading, writing
from aggregator.hub import Hub
from aggregator.tables import RefusalRow
from tests.support.audited import noted
from tests.support.vector_world import NOW


def refuse(hub: Hub, second: int, reasons: Mapping[str, int]) -> None:
    with writing(hub.engine) as session:
        count(session, reasons, NOW + timedelta(seconds=second))


def note_at(hub: Hub, second: int) -> int:
    with writing(hub.engine) as session:
        return note_refusals(session, NOW + timedelta(seconds=second))


def test_refusals_of_one_minute_add_up(leader_hub: Hub) -> None:
    for second, refused in ((1, 2), (59, 3), (60, 5)):
        refuse(leader_hub, second, {"malformed": refused})

    with reading(leader_hub.engine) as session:
        rows = session.exec(select(RefusalRow)).all()
    assert sorted((row.minute, row.refused) for row in rows) == [(NOW, 5), (NOW + timedelta(minutes=1), 5)]


def test_minute_becomes_one_entry_when_it_is_over(leader_hub: Hub) -> None:
    refuse(leader_hub, 1, {"malformed": 40, "unknown_edge": 2})
    refuse(leader_hub, 61, {"malformed": 1})

    assert [note_at(leader_hub, second) for second in (59, 60, 119, 120)] == [0, 1, 0, 1]
    found = [(entry.subject, entry.detail) for entry in noted(leader_hub, "refusal")]
    assert found == [
        ("2026-06-15T12:00:00.000000+00:00", {"malformed": 40, "unknown_edge": 2}),
        ("2026-06-15T12:01:00.000000+00:00", {"malformed": 1}),
    ]


def test_minutes_that_were_missed_get_an_entry_each(leader_hub: Hub) -> None:
    for minute in range(3):
        refuse(leader_hub, 60 * minute, {"malformed": 1})

    assert note_at(leader_hub, 3600) == 3
    assert note_at(leader_hub, 7200) == 0
