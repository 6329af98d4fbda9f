"""kill -9 before every statement, file operation and post of a node: it starts again, and nothing doubles.

What may be lost is what `edge_node/measurer.py` says: the people counted since the last writing, all or none.
"""

import shutil
import signal
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from edge_node.node import Node, load_node
from edge_node.release.schedule import due_epochs
from privacy.payload import decode_helper_seed, decode_leader_share
from privacy.sealing import open_sealed
from privacy.shares import combine, expand
from shared.ids import ReportId
from shared.wire.codec import Header, Role, decode_envelope, decode_header
from tests.support.clock import FakeClock
from tests.support.edge_world import ROLES, Party, paired_node
from tests.support.seams import BEGUN, NOW, Seams, forked, work

pytestmark = pytest.mark.chaos

PEOPLE = 6
CHUNKS = 4
"""Tests that share the seams among them."""

Cells = dict[tuple[str, int], list[int]]
"""What the two aggregators would find together, by cohort task and epoch."""


@dataclass
class World:
    """A node as it was paired, and what an uninterrupted run of it sends."""

    template: Path
    parties: dict[Role, Party]
    seams: int
    counted: Cells


def run(home: Path, letters: Path, kill_at: int | None, people: int) -> int:
    """Work in a child and return how it ended."""
    with forked(lambda: work(home, letters, Seams(kill_at), people=people)) as ended:
        return ended


def bodies(letters: Path, role: Role) -> dict[bytes, Header]:
    """Return the distinct bodies that arrived, with their headers."""
    found = {path.read_bytes() for path in (letters / role).iterdir()}
    return {body: decode_header(decode_envelope(body).header) for body in found}


def cells(letters: Path, node: Node, parties: dict[Role, Party]) -> Cells:
    """Open every cohort report with both parties' keys; the last cell, coverage, is left out."""
    leader = {header.report_id: body for body, header in bodies(letters, "leader").items()}
    lengths = {plan.task.task_id: plan.length for plan in node.plans()}
    found: Cells = {}
    for body, header in bodies(letters, "helper").items():
        length = lengths[header.task_id]
        share = decode_leader_share(opened(leader[ReportId(header.report_id)], parties["leader"]), length)
        seed = decode_helper_seed(opened(body, parties["helper"]))
        other = expand(seed, decode_envelope(body).header, length)
        found[header.task_id, header.epoch] = combine(share.values, other).tolist()[:-1]
    return found


def opened(body: bytes, party: Party) -> bytes:
    envelope = decode_envelope(body)
    return open_sealed(envelope.ciphertext, party.hpke, header=envelope.header, role=party.role)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("seams")
    node, parties = paired_node(folder / "paired", FakeClock(NOW))
    shutil.copytree(folder / "paired", folder / "whole")
    seams = Seams(None)

    def counting() -> None:
        work(folder / "whole", folder / "letters", seams, people=PEOPLE)
        (folder / "seams").write_text(str(seams.passed))

    with forked(counting) as ended:
        assert ended == 0
    counted = cells(folder / "letters", node, parties)
    assert any(any(vector) for vector in counted.values())
    return World(folder / "paired", parties, int((folder / "seams").read_text()), counted)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_node_killed_at_any_seam_starts_again_and_sends_once(
    world: World, tmp_path: Path, chunk: int
) -> None:
    assert world.seams > 100

    for kill_at in range(chunk, world.seams, CHUNKS):
        home, letters = tmp_path / f"home{kill_at}", tmp_path / f"letters{kill_at}"
        shutil.copytree(world.template, home)

        assert run(home, letters, kill_at, PEOPLE) == -signal.SIGKILL
        assert run(home, letters, None, people=0) == 0

        check(world, home, letters)


@pytest.mark.parametrize("first", [11, 47, 83])
def test_a_node_killed_again_while_it_recovers_gets_there(world: World, tmp_path: Path, first: int) -> None:
    home, letters = tmp_path / "home", tmp_path / "letters"
    shutil.copytree(world.template, home)
    run(home, letters, first, PEOPLE)

    for kill_at in (5, 17, 29, 41):
        run(home, letters, kill_at, people=0)
    assert run(home, letters, None, people=0) == 0

    check(world, home, letters)


def check(world: World, home: Path, letters: Path) -> None:
    """Nothing waits, nothing doubled, and the pass was counted as a whole or not at all."""
    node = load_node(home, FakeClock(NOW))
    due = due_epochs(node.plans(), begun=BEGUN, until=node.complete_until())
    with closing(node.open_journal()) as journal:
        assert Counter((entry.task_id, entry.epoch) for entry in journal.ledger.all()) == Counter(
            (item.plan.task.task_id, item.epoch) for item in due
        )
        assert (journal.sealed.depth(), journal.contributions.first(1)) == (0, [])
        assert set(journal.sealed.outcomes()) == {"accepted"}
    for role in ROLES:
        about = Counter((header.task_id, header.epoch) for header in bodies(letters, role).values())
        assert set(about.values()) == {1}
    found = cells(letters, node, world.parties)
    assert found in (world.counted, {key: [0] * len(vector) for key, vector in world.counted.items()})
    assert [path for path in home.rglob(".*") if path.stat().st_size] == []
