"""Weeks of a store: whatever happens to clock, cameras, policy and process, nothing outlives its rule."""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from edge_node.erased import LONGEST_TRACK
from edge_node.release.schedule import WINDOW
from edge_node.retention.decommission import Decommissioned, WrittenReceipt, decommission
from edge_node.retention.erase import Wish, erase
from edge_node.retention.kinds import Place, keepings, life_of
from edge_node.retention.sweep import sweep
from edge_node.retention.table import table
from edge_node.storage.documents import load
from edge_node.storage.journal import Journal
from edge_node.storage.period_keys import Kind
from policies.schema import PolicyBundle
from privacy.receipts import Deletion, Evidence, Receipt, holds, prove, verify
from shared.epoch import bounds
from tests.support.edge_world import BUNDLE
from tests.support.kept_home import HOUR_TASK, ZONE, contribution, keep_record, open_sum, sealed
from tests.support.killed_anywhere import killed
from tests.support.machine import FakeMachine

KINDS: tuple[Kind, ...] = ("tracks", "windows")
LOST = Path("keys") / "vault.key"
MINUTES = st.sampled_from([6, 30, 65, 130, 700, 1_500, 4_400])
PERIOD = timedelta(hours=1)
"""The longest: how much earlier than its rule a record may go."""


@dataclass(frozen=True)
class Kept:
    """One record as the world remembers it."""

    kind: Kind
    camera: str
    true_at: datetime
    """When it really was."""
    stamped_at: datetime
    """When the clock said it was."""
    keep_for: timedelta
    """The shortest life that any policy since then allowed it."""


def policy(track_minutes: int, window_hours: int) -> PolicyBundle:
    """Return the shipped policy with other lives."""
    said = {"track_minutes": track_minutes, "window_hours": window_hours}
    documents = tuple(
        document.model_copy(update={"retention": document.retention.model_copy(update=said)})
        for document in BUNDLE.documents
    )
    return BUNDLE.model_copy(update={"documents": documents})


class StoresLife(RuleBasedStateMachine):
    """One store; the process is up between rules, and every start begins with a sweep."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = Path(tempfile.mkdtemp())
        self._home = self._folder / "home"
        self._images = 0
        self.machine = FakeMachine()
        self.bundle = policy(60, 72)
        self.cameras = ["door", "aisle"]
        self.kept: dict[bytes, Kept] = {}
        self.keys: set[bytes] = set()
        self.may_lag = False
        """True once the machine was off, or its home restored, while its clock was wrong."""
        self.backup: tuple[Path, dict[bytes, Kept], set[bytes]] | None = None
        self.kill_at: int | None = None

    def teardown(self) -> None:
        shutil.rmtree(self._folder)

    # What can happen.

    @initialize()
    def begin(self) -> None:
        self.do(self.swept)

    @rule(who=st.integers(0, 1))
    def somebody_is_seen(self, who: int) -> None:
        camera, now = self.cameras[who % len(self.cameras)], self.machine.now()

        def see(journal: Journal) -> None:
            for kind in KINDS:
                life = life_of(kind, self.bundle).keep_for
                record_id = keep_record(journal, kind, now, life, camera=camera)
                if record_id is not None:
                    self.kept[record_id] = Kept(kind, camera, self.machine.true_at, now, life)

        self.do(see)

    @rule()
    def an_hour_is_counted_and_another_sent(self) -> None:
        now = self.machine.now()

        def count(journal: Journal) -> None:
            with journal.unit():
                journal.sums.add(open_sum(now))
                epoch = open_sum(now).epoch
                if (HOUR_TASK, epoch) not in journal.contributions.epochs():
                    journal.contributions.append(contribution(now))
                if (HOUR_TASK, epoch) not in journal.sealed.epochs():
                    journal.sealed.append(sealed(now, epoch % 251))

        self.do(count)

    @rule(minutes=MINUTES)
    def time_passes(self, minutes: int) -> None:
        self.machine.run(timedelta(minutes=minutes))
        self.do(self.swept)

    @rule(days=st.integers(1, 10))
    def nobody_sweeps_for_days(self, days: int) -> None:
        self.may_lag |= not self.machine.clock_is_right
        self.machine.rest(timedelta(days=days))
        self.do(self.swept)

    @rule(days=st.integers(1, 400))
    def the_clock_is_set_back(self, days: int) -> None:
        self.machine.set_clock(timedelta(days=-days))
        self.do(self.swept)

    @rule(days=st.integers(1, 40))
    def the_clock_is_set_forward(self, days: int) -> None:
        self.machine.set_clock(timedelta(days=days))
        self.do(self.swept)

    @precondition(lambda self: not self.machine.clock_is_right)
    @rule()
    def the_clock_is_put_right(self) -> None:
        self.machine.set_clock(self.machine.true_at - self.machine.now())
        self.do(self.swept)

    @rule(track_minutes=st.sampled_from([10, 60, 1_440]), window_hours=st.sampled_from([0, 12, 72]))
    def the_policy_changes(self, track_minutes: int, window_hours: int) -> None:
        self.bundle = policy(track_minutes, window_hours)
        self.kept = {record_id: self.shortened(kept) for record_id, kept in self.kept.items()}
        self.do(self.swept)

    @rule(name=st.sampled_from(["entrance", "till", "roof"]))
    def a_camera_is_renamed(self, name: str) -> None:
        self.cameras[-1] = name

    @precondition(lambda self: len(self.cameras) > 1)
    @rule()
    def a_camera_is_removed(self) -> None:
        self.cameras.pop()

    @rule(nth=st.integers(0, 60))
    def the_next_deed_is_killed(self, nth: int) -> None:
        self.kill_at = nth

    @rule()
    def a_backup_is_made(self) -> None:
        if self.backup is not None:
            shutil.rmtree(self.backup[0])
        self._images += 1
        path = self._folder / f"backup{self._images}"
        shutil.copytree(self._home, path)
        self.backup = path, dict(self.kept), set(self.keys)

    @precondition(lambda self: self.backup is not None)
    @rule()
    def the_backup_is_restored(self) -> None:
        assert self.backup is not None
        path, before, keys = self.backup
        self.kept, self.keys = {i: self.shortened(kept) for i, kept in before.items()}, set(keys)
        self.may_lag |= not self.machine.clock_is_right
        shutil.rmtree(self._home)
        shutil.copytree(path, self._home)
        self.do(self.swept)

    @rule(hours_ago=st.integers(1, 48), length_h=st.integers(1, 12), by_camera=st.booleans())
    def an_interval_is_erased(self, hours_ago: int, length_h: int, *, by_camera: bool) -> None:
        now = self.machine.now()
        since = now - timedelta(hours=hours_ago)
        until = min(since + timedelta(hours=length_h), now)
        wish = Wish(since, until, self.cameras[0] if by_camera else None)
        self.do(lambda journal: erase(self.place(journal), wish, at=now) and None)
        self.do(lambda journal: erase(self.place(journal), wish, at=now) and None)
        left = self.readable()
        of_camera = {i: kept for i, kept in self.kept.items() if wish.camera in (None, kept.camera)}
        erased = {i for i, kept in of_camera.items() if since <= kept.stamped_at < until}
        assert not left & erased
        reach = PERIOD + LONGEST_TRACK
        for record_id, kept in of_camera.items():
            if since - reach <= kept.stamped_at < until + reach:
                del self.kept[record_id]

    @rule()
    def the_store_is_given_up(self) -> None:
        decommission(self._home, self.machine, yes=True)
        left = [path.name for path in self._home.rglob("*") if path.is_file()]
        found = load(self._home / "decommissioned.json", Decommissioned)
        assert left == ["decommissioned.json"]
        assert found is not None
        assert all(self._holds(one) for one in found.receipts)
        shutil.rmtree(self._home)  # another store moves in
        self.kept, self.keys, self.backup = {}, set(), None
        self.may_lag = not self.machine.clock_is_right
        self.do(self.swept)

    # What must hold.

    @invariant()
    def nothing_that_can_be_read_is_older_than_its_rule(self) -> None:
        if not self._home.exists():
            return
        with closing(self.journal()) as journal:
            mark = journal.time.read()
            oldest_sum = min((bounds(e, "hour", ZONE)[1] for _, e in journal.sums.epochs()), default=None)
        assert mark is not None
        if not self.may_lag:
            assert mark.at >= self.machine.true_at - timedelta(seconds=1)
        for record_id in self.readable() & set(self.kept):
            kept = self.kept[record_id]
            life = kept.keep_for
            assert mark.at - kept.stamped_at <= life
            assert self.may_lag or self.machine.true_at - kept.true_at <= life
        assert oldest_sum is None or oldest_sum + WINDOW > mark.at

    @invariant()
    def nothing_goes_much_before_its_time(self) -> None:
        if not self._home.exists():
            return
        with closing(self.journal()) as journal:
            mark = journal.time.read()
        assert mark is not None
        young = {
            record_id
            for record_id, kept in self.kept.items()
            if mark.at - kept.stamped_at < kept.keep_for - PERIOD
        }
        assert young <= self.readable()

    @invariant()
    def every_key_that_is_gone_has_a_receipt_that_proves_it(self) -> None:
        if not self._home.exists():
            return
        with closing(self.journal()) as journal:
            held = {one.key_id for one in journal.vault.held()}
            receipts = journal.receipts.all()
        assert all(holds(one.receipt, one.evidence) for one in receipts)
        for key_id in self.keys - held:
            proofs = [(one, prove(one.evidence, key_id)) for one in receipts]
            assert any(p and verify(one.receipt, one.evidence.salt, key_id, p) for one, p in proofs)
        self.keys |= held

    @invariant()
    def what_is_wrong_is_said_and_nothing_else(self) -> None:
        if not self._home.exists():
            return
        with closing(self.journal()) as journal:
            place, mark = self.place(journal), journal.time.read()
            found = table(place, keepings(place), now=self.machine.now(), uptime=self.machine.read())
        assert mark is not None
        is_behind = self.machine.now() < mark.at - timedelta(minutes=5)
        assert {finding.alarm for finding in found.findings} == ({"clock_set_back"} if is_behind else set())

    # How it is done.

    @staticmethod
    def _holds(one: WrittenReceipt) -> bool:
        said = Deletion(one.kind, one.count, one.data_from, one.data_until, one.rule, one.at)
        evidence = Evidence(bytes.fromhex(one.salt), bytes.fromhex(one.leaves))
        return holds(Receipt(said, bytes.fromhex(one.root)), evidence)

    def journal(self) -> Journal:
        return Journal(self._home / "journal.sqlite3")

    def place(self, journal: Journal) -> Place:
        return Place(journal, self.bundle, ZONE)

    def shortened(self, kept: Kept) -> Kept:
        """Return the record as the policy in force now shortens its life."""
        return replace(kept, keep_for=min(kept.keep_for, life_of(kept.kind, self.bundle).keep_for))

    def swept(self, journal: Journal) -> None:
        sweep(journal, keepings(self.place(journal)), now=self.machine.now(), uptime=self.machine.read())

    def do(self, deed: Callable[[Journal], None]) -> None:
        """Do the deed; when it was killed on the way, start again, which begins with a sweep."""
        self._home.mkdir(exist_ok=True)
        nth, self.kill_at = self.kill_at, None
        if nth is None:
            with closing(self.journal()) as journal:
                deed(journal)
        else:
            self._images += 1
            before = set(self.kept)
            with (
                killed(self._home, self._folder / f"image{self._images}", nth),
                closing(self.journal()) as journal,
            ):
                deed(journal)
            self.kept = {i: kept for i, kept in self.kept.items() if i in before or i in self.readable()}
        with closing(self.journal()) as journal:
            self.swept(journal)

    def readable(self) -> set[bytes]:
        """Return the ids of every record that can be read now."""
        with closing(self.journal()) as journal:
            return {stored.record_id for kind in KINDS for stored in journal.vault.records(kind)}


pytestmark = pytest.mark.chaos
TestStoresLife = StoresLife.TestCase
TestStoresLife.settings = settings(
    max_examples=60,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
