"""Refusals are counted per minute and problem, and nothing else is known of them."""

from collections import Counter
from datetime import timedelta

from sqlmodel import select

from aggregator.database import reading, writing
from aggregator.hub import Hub
from aggregator.ingest.refusals import count
from aggregator.tables import RefusalRow
from shared.wire.problems import ProblemName
from tests.support.vector_world import NOW


def test_refusals_of_one_minute_add_up(leader_hub: Hub) -> None:
    for seconds, refused in ((1, 2), (59, 3), (60, 5)):
        with writing(leader_hub.engine) as session:
            count(session, Counter[ProblemName](malformed=refused), NOW + timedelta(seconds=seconds))

    with reading(leader_hub.engine) as session:
        rows = session.exec(select(RefusalRow)).all()
    assert sorted((row.minute, row.refused) for row in rows) == [(NOW, 5), (NOW + timedelta(minutes=1), 5)]
