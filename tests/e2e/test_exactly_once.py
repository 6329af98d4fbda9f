"""A report killed (kill -9) at any step arrives exactly once with the same bytes. Source: PROTOCOL.md §17."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from edge_node.node import load_node
from edge_node.release.schedule import due_epochs
from edge_node.storage.sums import OpenSum
from privacy.payload import decode_helper_seed, decode_leader_share, decode_noisy_vector
from privacy.sealing import open_sealed
from privacy.shares import combine, expand
from shared.wire.codec import Header, Role, decode_envelope, decode_header
from tests.support.clock import FakeClock
from tests.support.edge_world import BUNDLE, ROLES, Party, make_home, party
from tests.support.kill_child import BEGUN, NOW, STEPS
from tests.support.mailbox import Mailbox, open_mailbox

pytestmark = pytest.mark.chaos

REPOSITORY = Path(__file__).resolve().parents[2]
PATHS: dict[Role, str] = {"leader": "/v1/reports", "helper": "/v1/shares"}
REPEATED = [step for step in STEPS if step != "went through the door, not sealed"]
"""Steps that a run passes more than once."""
EXACT = 41
"""What every cell of every open sum held before the node was started."""


@dataclass
class World:
    """One node with a day of exact sums, and where its envelopes arrive."""

    home: Path
    mailbox: Mailbox
    parties: dict[Role, Party]
    expected: dict[Role, int]
    """Envelopes that are due to each party."""

    def start(self, step: str, nth: int = 1) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.support.kill_child", str(self.home), step, str(nth)]
        return subprocess.Popen(command, cwd=REPOSITORY, stderr=subprocess.PIPE)

    def run(self, step: str, nth: int = 1) -> int:
        child = self.start(step, nth)
        _, problems = child.communicate(timeout=60)
        assert child.returncode in (0, -signal.SIGKILL), problems.decode()
        return child.returncode


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with open_mailbox() as mailbox:
        parties = {role: party(role) for role in ROLES}
        make_home(tmp_path, {role: mailbox.url for role in ROLES}, parties, NOW)
        node = load_node(tmp_path, FakeClock(NOW))
        due = list(due_epochs(node.plans(), begun=BEGUN, until=node.complete_until()))
        journal = node.open_journal()
        journal.add(
            [
                OpenSum(
                    item.plan.task.task_id,
                    item.epoch,
                    BUNDLE.hash,
                    item.plan.layout_hash,
                    np.full(len(item.plan.cells), EXACT, dtype=np.int64),
                    600.0,
                )
                for item in due
            ]
        )
        journal.close()
        in_cohort = sum(item.plan.task.lane == "cohort" for item in due)
        yield World(tmp_path, mailbox, parties, {"leader": len(due), "helper": in_cohort})


def arrived_once(world: World) -> dict[Role, dict[bytes, Header]]:
    """Return each party's distinct bodies, once they are known to be one per task and epoch."""
    found: dict[Role, dict[bytes, Header]] = {}
    for role in ROLES:
        bodies = set(world.mailbox.bodies(PATHS[role]))
        headers = {body: decode_header(decode_envelope(body).header) for body in bodies}
        about = Counter((header.task_id, header.epoch) for header in headers.values())
        assert max(about.values()) == 1
        assert len(bodies) == world.expected[role]
        found[role] = headers
    return found


@pytest.mark.parametrize(
    ("step", "nth"),
    [*((step, 1) for step in STEPS), *((step, 5) for step in REPEATED), ("sealed, not sent", 1)],
)
def test_a_kill_at_this_step_changes_nothing_that_arrives(world: World, step: str, nth: int) -> None:
    assert world.run(step, nth) == -signal.SIGKILL
    assert world.run("no kill") == 0

    arrived_once(world)
    journal = load_node(world.home, FakeClock(NOW)).open_journal()
    assert journal.sealed.outcomes() == {"accepted": sum(world.expected.values())}
    assert len(journal.ledger.all()) == world.expected["leader"]
    assert journal.sums.epochs() == []


@pytest.mark.parametrize("nth", [1, 3, 9])
def test_a_kill_while_the_answer_is_on_its_way_repeats_the_same_bytes(world: World, nth: int) -> None:
    child: list[subprocess.Popen[bytes]] = []

    def kill(count: int) -> None:
        if count == nth:
            os.kill(child[0].pid, signal.SIGKILL)

    world.mailbox.before_answer = kill
    child.append(world.start("no kill"))
    child[0].communicate(timeout=60)
    assert child[0].returncode == -signal.SIGKILL
    assert world.run("no kill") == 0

    arrived_once(world)
    assert len(world.mailbox.arrived) > sum(world.expected.values())


def test_a_node_killed_again_and_again_gets_there(world: World) -> None:
    for nth in (3, 9, 1, 11, 10):
        world.run("outcome written, not committed", nth)
    assert world.run("no kill") == 0

    arrived_once(world)


def test_what_arrives_is_what_was_measured(world: World) -> None:
    world.run("contribution written, not committed", 5)
    world.run("no kill")

    found = arrived_once(world)
    leader_bodies = {header.report_id: body for body, header in found["leader"].items()}
    node = load_node(world.home, FakeClock(NOW))
    plans = {plan.task.task_id: plan for plan in node.plans()}
    for helper_body, header in found["helper"].items():
        length = plans[header.task_id].length
        leader = decode_leader_share(opened(world, "leader", leader_bodies[header.report_id]), length)
        seed = decode_helper_seed(opened(world, "helper", helper_body))
        share = expand(seed, decode_envelope(helper_body).header, length)
        assert combine(leader.values, share).tolist() == [EXACT] * (length - 1) + [600]
    for body, header in found["leader"].items():
        if header.task_id.endswith(".site"):
            length = plans[header.task_id].length
            vector = decode_noisy_vector(opened(world, "leader", body), length).values
            assert abs(vector[:-1] - EXACT).max() < 12 * plans[header.task_id].task.sigma
            assert vector[-1] == 600


def opened(world: World, role: Role, body: bytes) -> bytes:
    envelope = decode_envelope(body)
    return open_sealed(envelope.ciphertext, world.parties[role].hpke, header=envelope.header, role=role)
