"""The helper hears from its stores how far its log had grown, and sums nothing that it may have lost."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import delete

from aggregator.audit.checkpoints import current
from aggregator.audit.log import note
from aggregator.audit.sightings import sight, why_not_yet
from aggregator.audit.tables import AuditEntryRow, AuditNodeRow, LostTailRow, SightingRow
from aggregator.bodies import Signed
from aggregator.database import reading, writing
from aggregator.tables import EdgeRow
from privacy.signing import SigningKey
from privacy.transparency.checkpoints import Checkpoint, log_name, sign_checkpoint
from shared.ids import CohortId
from shared.schemas.sighting import SightingAnswer, SignedSighting
from shared.wire.problems import Problem
from tests.support.audited import noted
from tests.support.log_sightings import nobody_has_spoken, word
from tests.support.two_hubs import TwoHubs
from tests.support.vector_world import COHORT, NOW, fixed_random

SEEN = 4
"""Entries that a store has seen: of the policy's adoption, and three more."""


def grow(pair: TwoHubs, entries: int, subject: str = "x") -> str:
    """Let the helper's log grow and return the checkpoint of it."""
    with writing(pair.helper.hub.engine) as session:
        for _ in range(entries):
            note(session, "read", subject, {}, at=NOW)
        return str(current(session, pair.helper.hub))


def lose(pair: TwoHubs) -> None:
    """Bring back a backup from before there was a log."""
    with writing(pair.helper.hub.engine) as session:
        for table in (AuditEntryRow, AuditNodeRow):
            session.exec(delete(table))


def hear(pair: TwoHubs, request: Signed[SignedSighting]) -> SightingAnswer | Problem:
    with writing(pair.helper.hub.engine) as session:
        return sight(session, request, pair.helper.hub)


def bring(pair: TwoHubs, checkpoint: str) -> SightingAnswer | Problem:
    return hear(pair, word(pair.world.edges[0], checkpoint, pair.clock.now()))


def refusal(pair: TwoHubs, *, began_at: datetime = NOW, stores: int = 1) -> Problem | None:
    with reading(pair.helper.hub.engine) as session:
        return why_not_yet(session, pair.helper.hub, CohortId(COHORT), began_at=began_at, stores=stores)


def test_a_store_takes_the_log_as_it_is_now(pair: TwoHubs) -> None:
    newest = grow(pair, 3)

    assert bring(pair, "") == SightingAnswer(checkpoint=newest)


def test_a_log_that_only_grew_has_lost_nothing(pair: TwoHubs) -> None:
    seen = [grow(pair, 3), grow(pair, 300), grow(pair, 1)]

    answers = [bring(pair, one) for one in seen]

    assert answers == [SightingAnswer(checkpoint=seen[-1])] * 3
    assert pair.helper.rows(LostTailRow) == []
    assert refusal(pair) is None


@pytest.mark.parametrize("regrown", [0, SEEN, 300], ids=["shorter", "as long", "longer"])
def test_a_log_that_was_brought_back_has(pair: TwoHubs, regrown: int) -> None:
    seen = grow(pair, 3)
    lose(pair)
    grow(pair, regrown, "another day")

    bring(pair, seen)

    (row,) = pair.helper.rows(LostTailRow)
    assert (row.size, row.note, row.found_at) == (SEEN, seen, pair.clock.now())
    (entry,) = noted(pair.helper.hub, "witness")
    assert entry.detail == {"event": "lost_tail", "came": seen, "size": regrown}


def test_the_same_loss_is_noted_once(pair: TwoHubs) -> None:
    seen = grow(pair, 3)
    lose(pair)

    for _ in range(2):
        bring(pair, seen)

    assert len(noted(pair.helper.hub, "witness")) == 1


def test_what_began_before_the_loss_was_found_is_summed_no_more(pair: TwoHubs) -> None:
    seen = grow(pair, 3)
    lose(pair)
    pair.clock.advance(3_600)
    bring(pair, seen)

    before = refusal(pair, began_at=pair.clock.now() - timedelta(seconds=1))

    assert before == Problem("lost_tail")
    assert refusal(pair, began_at=pair.clock.now()) is None


def test_nothing_is_summed_before_enough_stores_have_spoken(pair: TwoHubs) -> None:
    nobody_has_spoken(pair)
    pair.clock.advance(60)
    for edge in pair.world.edges[:4]:
        hear(pair, word(edge, "", pair.clock.now()))

    assert refusal(pair, stores=4) is None
    assert refusal(pair, stores=5) == Problem("unseen", "expected 5 stores, heard 4")


def test_words_of_before_the_start_do_not_count(pair: TwoHubs) -> None:
    """They are in the backup too."""
    nobody_has_spoken(pair)
    hear(pair, word(pair.world.edges[0], "", pair.clock.now()))

    assert refusal(pair) == Problem("unseen", "expected 1 stores, heard 0")


def test_stores_of_another_cohort_do_not_count(pair: TwoHubs) -> None:
    with writing(pair.helper.hub.engine) as session:
        for edge in pair.world.edges[1:]:
            row = session.get_one(EdgeRow, edge.edge_id)
            row.cohort_id = "elsewhere"
            session.add(row)

    assert refusal(pair, stores=1) is None
    assert refusal(pair, stores=2) == Problem("unseen", "expected 2 stores, heard 1")


def test_strangers_and_the_retired_are_not_heard(pair: TwoHubs) -> None:
    edge, other = pair.world.edges[:2]
    nobody_has_spoken(pair)
    with writing(pair.helper.hub.engine) as session:
        row = session.get_one(EdgeRow, other.edge_id)
        row.retired_at = NOW
        session.add(row)
    unknown = word(edge, "", NOW).model.sighting.model_copy(update={"edge_id": "a" * 26})
    signature = word(edge, "", NOW).model.signature

    answers = [
        hear(pair, Signed(SignedSighting(sighting=unknown, signature=signature), b"")),
        hear(pair, word(other, "", NOW)),
        hear(pair, word(edge, "", NOW, by=other)),
    ]

    assert answers == [Problem("unknown_edge"), Problem("unknown_edge"), Problem("bad_signature")]
    assert pair.helper.rows(SightingRow) == []


@pytest.mark.parametrize("off_s", [-301, 301], ids=["heard before", "of a clock that is ahead"])
def test_a_word_of_another_moment_is_not_heard(pair: TwoHubs, off_s: int) -> None:
    at = pair.clock.now() + timedelta(seconds=off_s)

    assert hear(pair, word(pair.world.edges[0], "", at)) == Problem("stale_request")


def test_only_checkpoints_of_this_log_are_compared(pair: TwoHubs) -> None:
    hub = pair.helper.hub
    stranger = SigningKey.generate(fixed_random("stranger"))
    mine, theirs = (log_name("helper", key.public_key) for key in (hub.root, stranger))
    forged = str(sign_checkpoint(Checkpoint(mine, 9, bytes(32)), stranger))
    foreign = str(sign_checkpoint(Checkpoint(theirs, 9, bytes(32)), stranger))
    names = [getattr(bring(pair, one), "name", None) for one in (forged, foreign, "no note")]

    assert names == ["bad_signature", "bad_signature", "malformed"]
    assert pair.helper.rows(LostTailRow) == []
