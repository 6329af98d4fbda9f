"""Two aggregators and six stores with secrets, and a leader who turns its database, keys and code on them.

What a store counted is drawn from so wide a range that no guess comes near it by chance; whoever is within
`NEAR` of it in every cell knows it.
"""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import numpy as np
from numpy.typing import NDArray

from aggregator.aggregate.batch import BatchName
from aggregator.aggregate.digest import batch_digest
from aggregator.app import create_app
from aggregator.bodies import canonical
from aggregator.database import writing
from aggregator.hub import Hub
from aggregator.release.gate import Gate
from aggregator.tables import EdgeRow, ReportRow
from privacy.payload import decode_leader_share
from shared.ids import CohortId, ReportId, TaskId
from shared.wire.codec import Role
from tests.support.asgi import running
from tests.support.clock import FakeClock
from tests.support.hub_world import Party, make_template, open_copy
from tests.support.two_hubs import ROLES, cohort_envelopes
from tests.support.vector_world import COHORT, COHORT_TASK, NOW, Edge, World, make_world

NEAR = 8 * 17
"""Eight deviations of the difference of two sums, σ ≈ 11.5·√2: noise goes beyond with probability 1e-15."""
MOST = 10**7
"""Secrets lie below: a guess is as near as `NEAR` in one cell with probability 3e-5, in all of them never."""


@dataclass
class Battle:
    """Both aggregators at work, and what each store counted."""

    world: World
    clock: FakeClock
    leader: Party
    helper: Party
    counted: NDArray[np.int64]
    """int64 (6, n): what each store counted; the last column is coverage."""

    @property
    def name(self) -> BatchName:
        """The batch that yesterday's reports enter."""
        header = self.world.header(self.world.edges[0], COHORT_TASK)
        return BatchName(TaskId(COHORT_TASK), CohortId(COHORT), header.epoch)

    def report(self, edge: Edge, vector: NDArray[np.int64], to: Sequence[Role] = ROLES) -> ReportId:
        """Let an edge send one exact vector in two shares, and return its id; whoever refuses, refuses."""
        report_id = ReportId(secrets.token_bytes(16))
        envelopes = cohort_envelopes(self.world, edge, vector, report_id=report_id)
        for role in to:
            (self.leader if role == "leader" else self.helper).post(envelopes[role])
        return report_id

    def report_all(self, stores: Sequence[int] = range(6)) -> list[ReportId]:
        """Let the stores send what they counted, and return their reports' ids."""
        return [self.report(self.world.edges[at], self.counted[at]) for at in stores]

    def own_sum(self, report_ids: Sequence[ReportId]) -> NDArray[np.uint64]:
        """Return what the leader's database holds of the reports, added up; uint64 (n,)."""
        rows = [row for row in self.leader.rows(ReportRow) if row.report_id in report_ids]
        length = self.world.length(COHORT_TASK)
        shares = [decode_leader_share(row.share, length).values for row in rows]
        return np.sum(shares, axis=0, dtype=np.uint64)

    def ask(self, report_ids: Sequence[ReportId], **changes: Any) -> httpx.Response:
        """Ask the helper for a sum under the leader's own key; changes are made before it is signed."""
        said: dict[str, Any] = {
            "issued_at": self.clock.now().isoformat(),
            "nonce": secrets.token_hex(16),
            "call": "collect",
            "task": self.name.task_id,
            "cohort": self.name.cohort_id,
            "epoch": self.name.epoch,
            "report_ids": [one.hex() for one in sorted(report_ids)],
            "count": len(report_ids),
            "digest": batch_digest(report_ids).hex(),
            **changes,
        }
        signature = self.leader.hub.root.sign("shoal/1 peer", canonical(said)).hex()
        body = {"request": said, "signature": signature}
        return self.helper.client.post("/v1/batches/collect", json=body)

    def total(self, report_ids: Sequence[ReportId], answer: httpx.Response) -> NDArray[np.int64] | None:
        """Return the sum without the leader's noise, if the helper gave its half; int64 (n,)."""
        if answer.status_code != 200:
            return None
        half = np.frombuffer(bytes.fromhex(answer.json()["answer"]["share"]), dtype=">u8").astype(np.uint64)
        return (half + self.own_sum(report_ids)).view(np.int64)

    def knows(self, store: int, estimate: NDArray[np.int64] | None) -> bool:
        """True when the estimate is near what the store counted, in every cell."""
        if estimate is None:
            return False
        off = np.abs(estimate[:-1].astype(np.float64) - self.counted[store][:-1])
        return bool(np.all(off <= NEAR))


@dataclass(frozen=True)
class Homes:
    """Homes of both, made once; every battle is fought on copies."""

    templates: dict[Role, Path]
    folder: Path

    @contextmanager
    def battle(self, seed: int, gate: Gate | None = None) -> Iterator[Battle]:
        """Serve both, the helper behind the gate given or its own."""
        rng, clock, world = np.random.default_rng(seed), FakeClock(NOW), make_world()
        counted = rng.integers(0, MOST, (6, world.length(COHORT_TASK)))
        counted[:, -1] = rng.integers(0, 86_400, 6)
        folder = Path(self.folder / secrets.token_hex(8))
        hubs = {role: open_copy(self.templates[role], folder / role, clock) for role in ROLES}
        try:
            with (
                running(create_app(hubs["leader"])) as leader,
                running(create_app(hubs["helper"], gate=gate or Gate())) as helper,
            ):
                parties = Party(hubs["leader"], leader), Party(hubs["helper"], helper)
                yield Battle(world, clock, *parties, counted)
        finally:
            for hub in hubs.values():
                hub.engine.dispose()


@contextmanager
def homes() -> Iterator[Homes]:
    """Yield homes to fight in, gone at the end."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        templates: dict[Role, Path] = {role: make_template(folder / f"{role} home", role) for role in ROLES}
        yield Homes(templates, folder)


def enrol_by_hand(hub: Hub, edges: Sequence[Edge]) -> None:
    """Write edges into an aggregator's list, as only who holds its database can."""
    with writing(hub.engine) as session:
        for edge in edges:
            row = {"edge_id": edge.edge_id, "public_key": edge.key.public_key, "enrolled_at": NOW}
            session.add(EdgeRow(cohort_id=COHORT, **row))
