"""What an accepted report leaves behind, and a refused one does not."""

from datetime import timedelta

from sqlmodel import select

from aggregator.adopted import to_adopted
from aggregator.database import reading, writing
from aggregator.decisions import recall
from aggregator.hub import Hub
from aggregator.ingest.acceptance import Reports
from aggregator.ingest.decision import Accepted, AlreadyHeld, Denied, read
from aggregator.tables import ReportRow
from shared.wire.problems import Problem
from tests.support.packs import with_documents
from tests.support.vector_world import NOW, make_world

WORLD = make_world()
EDGE = WORLD.edges[0]
DAY = timedelta(days=1)


def test_group_is_judged_one_after_the_other(leader_hub: Hub) -> None:
    body = WORLD.site_report(EDGE)
    second = WORLD.site_report(EDGE)  # the same epoch and task under a new id

    with writing(leader_hub.engine) as session:
        verdicts = Reports(leader_hub).accept(session, [read(body), read(body), read(second), read(b"")])

    assert [type(verdict) for verdict in verdicts] == [Accepted, AlreadyHeld, Problem, Problem]
    assert [v.name for v in verdicts if isinstance(v, Problem)] == ["second_report", "malformed"]


def test_row_holds_the_share_and_never_the_envelope(leader_hub: Hub) -> None:
    body = WORLD.site_report(EDGE)
    with writing(leader_hub.engine) as session:
        Reports(leader_hub).accept(session, [read(body)])

    with reading(leader_hub.engine) as session:
        (row,) = session.exec(select(ReportRow)).all()
    assert row.site_id == "site-edge-0"
    assert row.share is not None
    assert all(body != value and body not in (value or b"") for value in (row.header, row.share))


def test_cohort_report_names_no_site(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        Reports(leader_hub).accept(session, [read(WORLD.cohort_report(EDGE)["leader"])])

    with reading(leader_hub.engine) as session:
        (row,) = session.exec(select(ReportRow)).all()
    assert row.site_id == ""


def remembered(hub: Hub) -> list[tuple[str, str, int]]:
    """Return task, outcome and count of every line of the decision log."""
    with reading(hub.engine) as session:
        return [(line.task_id, line.outcome, line.count) for line in recall(session, NOW - DAY)]


def test_a_kept_report_is_counted_once_however_often_it_comes(leader_hub: Hub) -> None:
    body = WORLD.site_report(EDGE)
    with writing(leader_hub.engine) as session:
        Reports(leader_hub).accept(session, [read(body), read(body)])

    assert remembered(leader_hub) == [("footfall.hour.site", "permit", 1)]


def test_a_report_that_may_not_be_kept_is_counted_by_its_rule(leader_hub: Hub) -> None:
    overdue = with_documents(WORLD.bundle, review_by=NOW.date() - DAY)
    leader_hub.policies.known[WORLD.bundle.hash] = to_adopted(overdue, NOW)
    with writing(leader_hub.engine) as session:
        (verdict,) = Reports(leader_hub).accept(session, [read(WORLD.site_report(EDGE))])

    assert isinstance(verdict, Denied)
    with reading(leader_hub.engine) as session:
        assert session.exec(select(ReportRow)).all() == []
    assert remembered(leader_hub) == [("footfall.hour.site", "review_overdue", 1)]


def test_what_was_refused_for_another_reason_was_no_decision(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        Reports(leader_hub).accept(session, [read(WORLD.site_report(EDGE)[:-1] + b"x"), read(b"")])

    assert remembered(leader_hub) == []
