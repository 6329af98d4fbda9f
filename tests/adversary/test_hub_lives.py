"""Months of an aggregator: whatever happens to clock, policy and process, nothing outlives its rule."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import event
from sqlmodel import SQLModel, select

from aggregator.compliance.tables import DraftRow
from aggregator.database import reading, writing
from aggregator.hub import Hub, open_hub
from aggregator.retention import sweep as sweeping
from aggregator.retention import table as showing
from aggregator.retention.kinds import REPORT_ROWS_FOR
from aggregator.retention.receipts import kept
from aggregator.retention.sweep import sweep
from aggregator.retention.table import table
from aggregator.retention.time_mark import read
from aggregator.tables import DecisionRow, NonceRow, PairingCodeRow, RefusalRow, ReleaseRow, ReportRow
from policies.retention import LATE, MONTH, YEAR
from policies.schema import PolicyBundle
from privacy.receipts import holds, prove, verify
from tests.support.audited import Noted, noted
from tests.support.edge_world import BUNDLE
from tests.support.hub_world import make_template
from tests.support.machine import FakeMachine
from tests.support.vector_world import NOW, make_world

pytestmark = pytest.mark.chaos

DAYS = st.sampled_from([1, 20, 36, 46, 100, 400, 800])
LIVES: dict[type[SQLModel], tuple[str, timedelta]] = {
    NonceRow: ("seen_at", timedelta(minutes=10)),
    PairingCodeRow: ("expires_at", timedelta(days=35)),
    RefusalRow: ("minute", timedelta(days=35)),
    DraftRow: ("made_at", 6 * YEAR),
}
"""Kinds with one life for all, worked out by hand."""


def policy(release_months: int) -> PolicyBundle:
    """Return the shipped policy with another life of releases."""
    documents = tuple(
        d.model_copy(update={"retention": d.retention.model_copy(update={"release_months": release_months})})
        for d in BUNDLE.documents
    )
    return BUNDLE.model_copy(update={"documents": documents})


class AggregatorsLife(RuleBasedStateMachine):
    """One leader; it is started after whatever happened, and every start begins with a sweep."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = Path(tempfile.mkdtemp())
        self._home = make_template(self._folder / "hub", "leader")
        self._engine = open_hub(self._home).engine  # connects anew after every start, and keeps compiled SQL
        self._patch = pytest.MonkeyPatch()
        self.machine = FakeMachine(NOW)
        self.months = 25
        self.number = 0
        self.released: set[bytes] = set()
        self.gone_at: dict[bytes, datetime] = {}
        """When this home's time first found a release gone."""
        self.may_lag = False
        self.backup: tuple[Path, set[bytes], dict[bytes, datetime]] | None = None
        self.kill_at: int | None = None

    def teardown(self) -> None:
        self._patch.undo()
        shutil.rmtree(self._folder)

    # What can happen.

    @initialize()
    def begin(self) -> None:
        for module in (sweeping, showing):
            self._patch.setattr(module, "newest_first", lambda *_: [policy(self.months)])
        self.do(sweep)

    @rule(metric=st.sampled_from(["footfall", "a_metric_no_policy_knows"]))
    def something_is_released(self, metric: str) -> None:
        now = self.machine.now()

        def publish(hub: Hub) -> None:
            self.number += 1
            with writing(hub.engine) as session:
                session.add(self._release(metric, now))

        self.do(publish)

    @rule()
    def something_of_every_other_kind_comes(self) -> None:
        now = self.machine.now()

        def come(hub: Hub) -> None:
            self.number += 1
            with writing(hub.engine) as session:
                session.add(NonceRow(nonce=f"n{self.number}", seen_at=now))
                session.add(PairingCodeRow(mac=b"m", expires_at=now))
                session.add(DraftRow(bundle="{}", state="withdrawn", made_at=now))
                session.merge(RefusalRow(minute=now, problem="malformed", refused=1))
                line = {"action": "release", "task_id": "t", "scope": "s", "outcome": "permit", "asked": 1}
                session.merge(DecisionRow(hour=now, **line))
                for is_settled in (False, True):
                    session.add(self._report(now, is_settled=is_settled))

        self.do(come)

    @rule(days=DAYS)
    def time_passes(self, days: int) -> None:
        self.machine.run(timedelta(days=days))
        self.do(sweep)

    @rule(days=DAYS)
    def nobody_sweeps_for_days(self, days: int) -> None:
        self.may_lag |= not self.machine.clock_is_right
        self.machine.rest(timedelta(days=days))
        self.do(sweep)

    @rule(days=st.integers(-400, 40))
    def the_clock_is_set(self, days: int) -> None:
        self.machine.set_clock(timedelta(days=days))
        self.do(sweep)

    @precondition(lambda self: not self.machine.clock_is_right)
    @rule()
    def the_clock_is_put_right(self) -> None:
        self.machine.set_clock(self.machine.true_at - self.machine.now())
        self.do(sweep)

    @rule(months=st.sampled_from([1, 13, 25]))
    def the_policy_changes(self, months: int) -> None:
        self.months = months
        self.do(sweep)

    @rule(nth=st.integers(0, 60))
    def the_next_deed_is_killed(self, nth: int) -> None:
        self.kill_at = nth

    @rule()
    def a_backup_is_made(self) -> None:
        self.number += 1
        path = self._folder / f"backup{self.number}"
        shutil.copytree(self._home, path)
        self.backup = path, set(self.released), dict(self.gone_at)

    @precondition(lambda self: self.backup is not None)
    @rule()
    def the_backup_is_restored(self) -> None:
        assert self.backup is not None
        path, released, gone_at = self.backup
        self.released, self.gone_at = set(released), dict(gone_at)
        self.may_lag |= not self.machine.clock_is_right
        shutil.rmtree(self._home)
        shutil.copytree(path, self._home)
        self.do(sweep)

    # What must hold.

    @invariant()
    def no_row_is_older_than_its_rule(self) -> None:
        with self.opened() as hub, reading(hub.engine) as session:
            mark = read(session)
            if mark is None:
                return
            if not self.may_lag:
                assert mark.at >= self.machine.true_at - timedelta(seconds=1)
            for rows, (column, life) in LIVES.items():
                for row in session.exec(select(rows)).all():
                    assert mark.at - getattr(row, column) <= life
            for release in session.exec(select(ReleaseRow)).all():
                months = self.months if release.metric == "footfall" else 25
                assert mark.at - release.epoch_start <= months * MONTH
            for report in session.exec(select(ReportRow)).all():
                assert mark.at - report.received_at <= REPORT_ROWS_FOR

    @invariant()
    def every_release_that_is_gone_is_proved_and_noted(self) -> None:
        with self.opened() as hub:
            with reading(hub.engine) as session:
                there = {_id_of(release) for release in session.exec(select(ReleaseRow)).all()}
                receipts, mark = kept(session), read(session)
            roots = {str(entry.detail.get("root")) for entry in noted_deletions(hub)}
        assert all(holds(one.receipt, one.evidence) for one in receipts)
        assert {one.receipt.root.hex() for one in receipts} <= roots
        for record_id in self.released - there:
            gone_at = self.gone_at.setdefault(record_id, mark.at if mark else NOW)
            if mark and mark.at - gone_at > 6 * YEAR - timedelta(days=1):
                continue  # its receipt has had its time too
            proofs = [(one, prove(one.evidence, record_id)) for one in receipts]
            assert any(p and verify(one.receipt, one.evidence.salt, record_id, p) for one, p in proofs)
        self.released |= there

    @invariant()
    def what_is_wrong_is_said_and_nothing_else(self) -> None:
        with self.opened() as hub:
            found = table(hub)
            with reading(hub.engine) as session:
                mark = read(session)
        if mark is None:
            return
        is_behind = self.machine.now() < mark.at - timedelta(minutes=5)
        assert {finding.alarm for finding in found.findings} == ({"clock_set_back"} if is_behind else set())
        assert found.at - mark.at <= LATE

    # How it is done.

    @contextmanager
    def opened(self) -> Iterator[Hub]:
        opened = open_hub(self._home, self.machine)  # type: ignore[arg-type]  # a clock and an uptime
        hub = replace(opened, engine=self._engine, uptime=self.machine)
        try:
            yield hub
        finally:
            hub.engine.dispose()

    def do(self, deed: Callable[[Hub], object]) -> None:
        """Do the deed; when it was killed on the way, start again, which begins with a sweep."""
        nth, self.kill_at = self.kill_at, None
        self.number += 1
        image = self._folder / f"image{self.number}"
        with self.opened() as hub, self._killed_at(image, nth):
            deed(hub)
        if image.exists():
            shutil.rmtree(self._home)
            image.rename(self._home)
        with self.opened() as hub:
            sweep(hub)

    @contextmanager
    def _killed_at(self, image: Path, nth: int | None) -> Iterator[None]:
        """Copy the home before the n-th statement: what a kill would find there."""
        left = [-1 if nth is None else nth]

        def before(*_: object) -> None:
            if left[0] == 0:
                shutil.copytree(self._home, image)
            left[0] -= 1

        event.listen(self._engine, "before_cursor_execute", before)
        try:
            yield
        finally:
            event.remove(self._engine, "before_cursor_execute", before)

    def _release(self, metric: str, at: datetime) -> ReleaseRow:
        return ReleaseRow(
            task_id=f"{metric}.hour.site",
            metric=metric,
            scope="site",
            epoch=self.number,
            epoch_start=at,
            is_suppressed=False,
            document="{}",
            published_at=at,
        )

    def _report(self, at: datetime, *, is_settled: bool) -> ReportRow:
        self.number += 1
        return ReportRow(
            report_id=self.number.to_bytes(16, "big"),
            edge_id=make_world().edges[0].edge_id,
            task_id="t",
            epoch=self.number,
            layout_hash=b"",
            policy_hash=b"",
            envelope_digest=b"",
            header=b"",
            share=None if is_settled else b"share",
            received_at=at,
            settled_at=at if is_settled else None,
        )


def _id_of(release: ReleaseRow) -> bytes:
    return f"{release.task_id}/{release.scope}/{release.epoch}".encode()


def noted_deletions(hub: Hub) -> list[Noted]:
    """Return the deletions whose payload the audit log still has."""
    return [entry for entry in noted(hub, "deletion") if entry.detail]


TestAggregatorsLife = AggregatorsLife.TestCase
TestAggregatorsLife.settings = settings(
    max_examples=12,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
