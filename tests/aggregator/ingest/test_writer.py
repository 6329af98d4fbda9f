"""The group writer: answers after the commit, survives what fails, says when it is busy."""

import asyncio
from collections.abc import Iterator

import pytest
from sqlmodel import func, select

from aggregator.database import reading
from aggregator.errors import DatabaseError
from aggregator.hub import Hub
from aggregator.ingest import writer as writer_module
from aggregator.ingest.decision import Accepted, AlreadyHeld, Verdict, read
from aggregator.ingest.writer import BusyError, GroupWriter
from aggregator.tables import RefusalRow, ReportRow
from shared.wire.problems import Problem
from tests.support.vector_world import make_world

WORLD = make_world()


@pytest.fixture
def writer(leader_hub: Hub) -> Iterator[GroupWriter]:
    made = GroupWriter(leader_hub)
    yield made
    made.stop()


def deliver(writer: GroupWriter, bodies: list[bytes], *, start: bool = True) -> list[Verdict | BaseException]:
    """Submit all bodies at once and return their answers in order."""

    async def submit() -> list[Verdict | BaseException]:
        answers = [asyncio.ensure_future(writer.submit(read(body))) for body in bodies]
        await asyncio.sleep(0)
        if start:
            writer.start()
        return await asyncio.gather(*answers, return_exceptions=True)

    return asyncio.run(submit())


def test_group_of_all_kinds_is_answered_in_order(writer: GroupWriter, leader_hub: Hub) -> None:
    good = [WORLD.site_report(edge) for edge in WORLD.edges]

    answers = deliver(writer, [*good, good[0], b"nonsense"])

    assert [type(answer) for answer in answers] == [*[Accepted] * 6, AlreadyHeld, Problem]
    with reading(leader_hub.engine) as session:
        assert session.exec(select(func.count()).select_from(ReportRow)).one() == 6
        assert session.exec(select(RefusalRow.refused)).all() == [1]


def test_one_message_that_fails_does_not_fail_its_group(
    writer: GroupWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = writer._reports
    poison = read(WORLD.site_report(WORLD.edges[1]))
    accept = type(reports).accept

    def failing(self, session, messages):  # type: ignore[no-untyped-def]  # the method's own types
        if any(getattr(m, "digest", b"") == poison.digest for m in messages):
            raise DatabaseError("expected by the test")
        return accept(self, session, messages)

    monkeypatch.setattr(type(reports), "accept", failing)
    loop_bodies = [WORLD.site_report(WORLD.edges[0])]

    async def submit() -> list[Verdict | BaseException]:
        answers = [asyncio.ensure_future(writer.submit(m)) for m in (read(loop_bodies[0]), poison)]
        await asyncio.sleep(0)
        writer.start()
        return await asyncio.gather(*answers, return_exceptions=True)

    first, second = asyncio.run(submit())

    assert isinstance(first, Accepted)
    assert isinstance(second, DatabaseError)


def test_full_queue_says_come_back(leader_hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer_module, "WAITING_MOST", 1)
    writer = GroupWriter(leader_hub)
    bodies = [WORLD.site_report(edge) for edge in WORLD.edges[:2]]

    first, second = deliver(writer, bodies)

    writer.stop()
    assert isinstance(first, Accepted)
    assert isinstance(second, BusyError)


def test_writer_that_never_started_stops(leader_hub: Hub) -> None:
    GroupWriter(leader_hub).stop()
