"""What an accepted report leaves behind, and a refused one does not."""

from sqlmodel import select

from aggregator.database import reading, writing
from aggregator.hub import Hub
from aggregator.ingest.acceptance import Reports
from aggregator.ingest.decision import Accepted, AlreadyHeld, read
from aggregator.tables import ReportRow
from shared.wire.problems import Problem
from tests.support.vector_world import make_world

WORLD = make_world()
EDGE = WORLD.edges[0]


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
