"""The same aggregator on PostgreSQL: migrations, acceptance, one writer at a time, a released sum."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, delete, select

from aggregator import revision
from aggregator.audit.erasing import erase
from aggregator.audit.log import note
from aggregator.audit.nodes import StoredNodes
from aggregator.audit.tables import SightingRow
from aggregator.audit.verify import verify_file
from aggregator.database import leave_no_copies, open_engine, reading, writing
from aggregator.hub import Hub
from aggregator.retention.receipts import kept
from aggregator.retention.sweep import sweep
from aggregator.retention.table import table
from aggregator.tables import EdgeRow, HpkeKeyRow, LayoutRow, NonceRow, PolicyRow, RefusalRow, ReportRow
from privacy.receipts import holds
from privacy.transparency.tree import Growing, Subtree, root
from shared.wire.codec import Role
from tests.support import audit_world
from tests.support.clock import FakeClock
from tests.support.hub_world import make_template, open_copy, serving, silence
from tests.support.postgres import cluster
from tests.support.two_hubs import TwoHubs
from tests.support.vector_world import COHORT_TASK, NOW, make_world

pytestmark = pytest.mark.live

COPIED = (EdgeRow, HpkeKeyRow, LayoutRow, PolicyRow, SightingRow)
"""What the template's SQLite holds, parents first."""


@pytest.fixture(scope="module")
def engines() -> Iterator[dict[Role, Engine]]:
    """Two databases of one cluster, migrated."""
    with cluster() as url, ExitStack() as closing:
        made: dict[Role, Engine] = {}
        admin = open_engine(url)
        with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("create database helper")
        admin.dispose()
        roles: tuple[tuple[Role, str], ...] = (("leader", "postgres"), ("helper", "helper"))
        for role, name in roles:
            made[role] = open_engine(url.rpartition("/")[0] + "/" + name)
            closing.callback(made[role].dispose)
            revision.prepare(made[role])
        yield made


@pytest.fixture
def pair(engines: dict[Role, Engine], tmp_path: Path) -> Iterator[TwoHubs]:
    """Both aggregators of the vector world, their rows on PostgreSQL."""
    clock, roles = FakeClock(NOW), ("leader", "helper")
    with ExitStack() as running:
        parties = {}
        for role in roles:
            hub = open_copy(make_template(tmp_path / f"{role}-t", role), tmp_path / role, clock)
            moved = moved_to(hub, engines[role])
            party = running.enter_context(serving(moved, silence))
            parties[role] = party
        yield TwoHubs(make_world(), clock, parties["leader"], parties["helper"], silence)


def moved_to(hub: Hub, engine: Engine) -> Hub:
    """Return the aggregator on the other database, which then holds its rows and nothing else."""
    with writing(engine) as target:
        for table in reversed(SQLModel.metadata.sorted_tables):
            if table.name != "alembic_version":
                target.execute(delete(table))
        with reading(hub.engine) as source:
            for model in COPIED:
                copy_rows(source, target, model)
    hub.engine.dispose()
    return replace(hub, engine=engine)


def copy_rows(source: Session, target: Session, model: type[SQLModel]) -> None:
    for row in source.exec(select(model)).all():
        target.add(model(**row.model_dump()))
    target.flush()


def test_migrations_build_the_tables_the_code_knows(engines: dict[Role, Engine]) -> None:
    with engines["leader"].connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)

    assert differences == []
    assert revision.state(engines["leader"]) == "current"


def test_sum_of_five_sites_is_published(pair: TwoHubs) -> None:
    vector = np.full(pair.world.length(COHORT_TASK), 7, dtype=np.int64)
    for edge in pair.world.edges[:5]:
        pair.report(edge, vector)
    assert pair.leader.post(pair.world.site_report(pair.world.edges[0])).status_code == 201

    report = pair.round(close_all=True)

    assert (report.cohort, report.site, report.troubles) == ({"released": 1}, {"released": 1}, [])
    (total,) = [release for release in pair.releases() if release.lane == "cohort"]
    assert set(total.values) == {35}
    assert sweep(pair.leader.hub).forgotten == {}


def test_repeated_and_refused_reports_are_told_apart(pair: TwoHubs) -> None:
    body = pair.world.site_report(pair.world.edges[0])

    assert [pair.leader.post(body).status_code for _ in range(2)] == [201, 200]
    assert pair.leader.post(pair.world.site_report(pair.world.stranger)).status_code == 403
    assert [row.problem for row in pair.leader.rows(RefusalRow)] == ["unknown_edge"]
    assert [row.received_at for row in pair.leader.rows(ReportRow)] == [NOW]


def test_second_writer_waits_for_the_first(pair: TwoHubs) -> None:
    engine, order = pair.leader.hub.engine, []

    def second() -> None:
        with writing(engine) as session:
            order.append("second")
            assert session.get(NonceRow, "first") is not None

    with writing(engine) as session:
        other = threading.Thread(target=second)
        other.start()
        other.join(timeout=0.3)
        order.append("first")
        session.add(NonceRow(nonce="first", seen_at=NOW))
    other.join(timeout=30)

    assert order == ["first", "second"]


def test_two_that_note_at_once_leave_no_gap(pair: TwoHubs) -> None:
    engine = pair.leader.hub.engine

    def work() -> None:
        for _ in range(150):
            with writing(engine) as session:
                note(session, "read", "x", {}, at=NOW)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    with reading(engine) as session:
        nodes, tree = StoredNodes(session.connection()), Growing()
        for index in range(nodes.size()):
            tree.push(0, nodes(Subtree(index, 0)))
        assert nodes.size() == 300
        assert root(nodes, 300) == tree.root()


def test_log_is_witnessed_erased_exported_and_verified(pair: TwoHubs, tmp_path: Path) -> None:
    audit_world.grow(pair, 300)
    audit_world.witness(pair)
    with writing(pair.leader.hub.engine) as session:
        assert erase(session, 7, reason="asked for", at=pair.clock.now())

    path = audit_world.bundle(pair, tmp_path / "bundle")

    report = verify_file(path, audit_world.keys(pair, with_note=True))
    assert (report.broken, report.checked, report.erased, report.tail) == ("", 302, 1, 2)
    assert not leave_no_copies(pair.leader.hub.engine)


def test_what_is_over_is_forgotten_with_a_receipt_and_the_table_says_so(pair: TwoHubs) -> None:
    hub = pair.leader.hub
    assert pair.leader.post(pair.world.site_report(pair.world.edges[0])).status_code == 201
    pair.round()
    sweep(hub)
    before = {line.rule.kind: line.held.count for line in table(hub).lines}
    pair.clock.advance(26 * 31 * 86_400.0)

    swept = sweep(hub)

    found = table(hub)
    after = {line.rule.kind: line.held.count for line in found.lines}
    assert before["releases of footfall"] == 1
    assert swept.forgotten["releases of footfall"] == 1
    assert after.get("releases of footfall", 0) == 0
    assert found.findings == ()
    with reading(hub.engine) as session:
        assert all(holds(one.receipt, one.evidence) for one in kept(session))
