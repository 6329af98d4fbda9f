"""Leader and helper of the vector world, a tiny model that may be trained, and nodes that do."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlmodel import select

from aggregator.database import reading, writing
from aggregator.federated import lineage
from aggregator.federated.learning_round import LearningRound, Patience
from aggregator.federated.peer import RoundHelper
from aggregator.federated.tables import ModelRow, RoundRow
from aggregator.hub import Hub
from aggregator.ports import Heard
from aggregator.release.gate import Gate
from aggregator.tables import EdgeRow, PolicyRow
from policies.schema import LearningTerms, PolicyBundle
from policies.signed_bundle import Publication, sign_bundle
from privacy.signing import SigningKey
from shared.ids import TaskId
from shared.schemas.learning import Instruction
from shared.schemas.training_plan import TAIL_GRID, TrainingPlan
from shared.wire.codec import Role
from tests.support.hub_world import REPORT, silence
from tests.support.two_hubs import TwoHubs, cohort_envelopes, two_hubs
from tests.support.vector_world import Edge, World, fixed_random, make_world

PLAN = TrainingPlan(model_version=1, parameters=4, noise_multiplier="10", batch_size=1, max_weight=100)
"""One step of z = 10: a round costs rho = 1/200, and the shipped share for learning pays for six."""
TERMS = LearningTerms(task="intent", purpose="zones", plan=PLAN, code_hash="0" * 64)
TASK = TERMS.task_id
WEIGHTS = np.arange(4, dtype=np.float32)


def with_terms(bundle: PolicyBundle, terms: LearningTerms | None = TERMS) -> PolicyBundle:
    """Return the bundle's next version, with the terms."""
    chain = bundle.chain
    update = {"learning": terms, "version": chain.version + 1, "previous": bundle.hash.hex()}
    return bundle.model_copy(update={"chain": chain.model_copy(update=update)})


def put_in_force(hub: Hub, bundle: PolicyBundle, world: World) -> None:
    """Write the bundle as the newest one adopted here."""
    publication = Publication(bundle=bundle, published_at=world.not_before)
    document = sign_bundle(publication, world.roots["helper"].to_bytes()).text
    with writing(hub.engine) as session:
        session.add(
            PolicyRow(
                policy_hash=bundle.hash,
                version=bundle.chain.version,
                document=document,
                adopted_at=hub.clock.now() - timedelta(days=1),
            )
        )


def vector_of(update: Sequence[float], weight: int = 10, *, loss: float = 1.0) -> NDArray[np.int64]:
    """Return what an honest node sends: its update counted for so many windows, half of them told rightly."""
    whole = np.round(np.array(update) * PLAN.update_grid).astype(np.int64) * weight
    tail = (weight, round(loss * weight * TAIL_GRID), weight * TAIL_GRID // 2)
    return np.concatenate((whole, np.array(tail, dtype=np.int64)))


@dataclass
class LearningWorld:
    """Both aggregators, and six nodes that answer as they are told to."""

    hubs: TwoHubs
    bundle: PolicyBundle
    nodes: "ScriptedNodes" = field(init=False)

    def __post_init__(self) -> None:
        self.nodes = ScriptedNodes(self)

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The enrolled nodes."""
        return self.hubs.world.edges

    def told(self, number: int = 1, model: NDArray[np.float32] = WEIGHTS) -> Instruction:
        """Return a round's instruction."""
        return Instruction(task=TASK, round=number, plan_hash=PLAN.hash, model_hash=lineage.hash_of(model))

    def envelopes(
        self, edge: Edge, vector: NDArray[np.int64], told: Instruction, **changes: Any
    ) -> dict[Role, bytes]:
        """Return both envelopes of a node's report of the round, with changes to its header."""
        good: dict[str, Any] = {
            "task_id": TaskId(told.task),
            "epoch": told.round,
            "layout_hash": told.hash,
            "policy_hash": self.bundle.hash,
        }
        return cohort_envelopes(self.hubs.world, edge, vector, **(good | changes))

    def post(self, envelope: bytes) -> Any:
        """Deliver a share to the helper and return its answer."""
        return self.hubs.helper.client.post("/v1/rounds/shares", content=envelope, headers=REPORT)

    def round(self, **patience: float) -> RoundRow:
        """Run the next round, on a clock that passes by pauses alone."""
        passed_s = [0.0]

        def pause(seconds: float) -> None:
            passed_s[0] += seconds

        return LearningRound(
            self.hubs.leader.hub,
            self.nodes,
            RoundHelper(self.hubs.client),
            Gate(),
            Patience(**patience),
            elapsed_s=lambda: passed_s[0],
            pause=pause,
        ).run(TASK)

    def model(self) -> ModelRow:
        """Return the model in use."""
        with reading(self.hubs.leader.hub.engine) as session:
            found = lineage.current(session, TASK)
        assert found is not None
        return found

    def rounds(self) -> Sequence[RoundRow]:
        """Return every round of the leader."""
        with reading(self.hubs.leader.hub.engine) as session:
            return session.exec(select(RoundRow)).all()


@dataclass
class ScriptedNodes:
    """Nodes that train as the test says; implements aggregator.ports.Nodes."""

    world: LearningWorld
    update: Sequence[float] = (0.5, 0.0, -0.5, 1.0)
    there: int = 6
    """How many nodes can be reached."""
    silent: set[int] = field(default_factory=set)
    """Nodes that never reply."""
    vectors: dict[int, NDArray[np.int64]] = field(default_factory=dict)
    """What a node sends in place of an honest vector."""
    changes: dict[int, dict[str, Any]] = field(default_factory=dict)
    """Changes to a node's header."""
    twice: set[int] = field(default_factory=set)
    """Nodes that reply twice, with another report id."""
    past_the_helper: set[int] = field(default_factory=set)
    """Nodes that reply to the leader and send the helper nothing."""
    told: list[Mapping[str, bytes]] = field(default_factory=list)
    """Every instruction."""
    _replies: list[bytes] = field(default_factory=list)
    _outstanding: int = 0

    def available(self) -> Sequence[int]:
        """Return the nodes that can be reached."""
        return range(self.there)

    def send(self, instruction: Mapping[str, bytes], nodes: Sequence[int]) -> None:
        """Have every node train, post its share to the helper and reply."""
        self.told.append(instruction)
        told = Instruction.model_validate_json(instruction["instruction"])
        for number in nodes:
            for _ in range(2 if number in self.twice else 1):
                self._train(number, told)
        self._outstanding = len(self.silent & set(nodes))

    def hear(self) -> Heard:
        """Return every reply once; the silent stay outstanding."""
        heard, self._replies = Heard(self._replies, self._outstanding), []
        return heard

    def _train(self, number: int, told: Instruction) -> None:
        if number in self.silent:
            return
        vector = self.vectors.get(number, vector_of(self.update))
        edge = self.world.edges[number]
        sent = self.world.envelopes(edge, vector, told, **self.changes.get(number, {}))
        if number not in self.past_the_helper:
            self.world.post(sent["helper"])
        self._replies.append(sent["leader"])


@contextmanager
def learning_world(templates: dict[Role, Path], folder: Path) -> Iterator[LearningWorld]:
    """Serve both aggregators under a policy with terms, a first model at the leader."""
    with two_hubs(templates, folder, silence) as hubs:
        bundle = with_terms(make_world().bundle)
        for party in (hubs.leader, hubs.helper):
            put_in_force(party.hub, bundle, hubs.world)
        with writing(hubs.leader.hub.engine) as session:
            lineage.start(session, TASK, WEIGHTS, PLAN, hubs.clock.now())
        yield LearningWorld(hubs, bundle)


def enrol_more(world: LearningWorld, count: int) -> None:
    """Enrol that many further nodes with both aggregators; all of them can be reached."""
    edges = tuple(_further(number) for number in range(count))
    for party in (world.hubs.leader, world.hubs.helper):
        with writing(party.hub.engine) as session:
            for edge in edges:
                session.add(
                    EdgeRow(
                        edge_id=edge.edge_id,
                        public_key=edge.key.public_key,
                        site_id=edge.site_id if party.hub.role == "leader" else "",
                        cohort_id=edge.cohort_id,
                        enrolled_at=world.hubs.world.not_before,
                    )
                )
    world.hubs.world = replace(world.hubs.world, edges=(*world.edges, *edges))
    world.nodes.there = len(world.edges)


def _further(number: int) -> Edge:
    name = f"further-{number}"
    return Edge(name=name, key=SigningKey.generate(fixed_random(name)), site_id=f"site-{name}")


def retire(hub: Hub, edge: Edge) -> None:
    """Take the node off the list."""
    with writing(hub.engine) as session:
        row = session.get_one(EdgeRow, edge.edge_id)
        row.retired_at = hub.clock.now()
        session.add(row)
