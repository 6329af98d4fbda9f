"""The log as people read it: the newest, by kind, page by page."""

import pytest

from aggregator.audit.erasing import erase
from aggregator.audit.showing import newest, newest_note
from aggregator.audit.tables import AuditCheckpointRow, WitnessedRow
from aggregator.database import reading, writing
from aggregator.errors import AuditError
from tests.support import audit_world as world
from tests.support.two_hubs import TwoHubs


def test_newest_come_last_and_say_whether_they_are_witnessed(pair: TwoHubs) -> None:
    world.grow(pair, 2)
    world.witness(pair)
    world.grow(pair, 1)

    with reading(pair.leader.hub.engine) as session:
        found = newest(session, kind=None, most=3)

    assert [one.is_witnessed for one in found] == [True, True, False]
    assert [one.index for one in found] == [found[0].index + n for n in range(3)]
    assert (found[0].subject, found[0].detail, found[0].at) == (
        "a.jansen",
        {"number": 0},
        found[1].at,
    )


def test_one_kind_is_paged_back(pair: TwoHubs) -> None:
    world.grow(pair, 5)

    with reading(pair.leader.hub.engine) as session:
        last = newest(session, kind="read", most=2)
        before = newest(session, kind="read", most=2, below=last[0].index)

    assert [one.detail["number"] for one in before + last] == [1, 2, 3, 4]


def test_erased_entry_says_no_more_than_that(pair: TwoHubs) -> None:
    world.grow(pair, 1)
    with writing(pair.leader.hub.engine) as session:
        (entry,) = newest(session, kind="read", most=1)
        erase(session, entry.index, reason="asked for", at=pair.clock.now())

        (shown,) = newest(session, kind="read", most=1)

    assert (shown.subject, shown.detail, shown.is_erased) == ("", {}, True)


def test_note_of_the_witness_is_the_same_on_both_sides(pair: TwoHubs) -> None:
    with reading(pair.leader.hub.engine) as session, pytest.raises(AuditError, match="none yet"):
        newest_note(session)
    world.witness(pair)

    notes = []
    for party in (pair.leader, pair.helper):
        with reading(party.hub.engine) as session:
            notes.append(newest_note(session))

    assert notes[0] == notes[1] == pair.helper.rows(WitnessedRow)[0].note
    assert notes[0] == pair.leader.rows(AuditCheckpointRow)[0].note
