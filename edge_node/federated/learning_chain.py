"""A chain that learns, on one machine: real aggregators, paired stores, Flower's engine between them."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from edge_node.commands.attest import Wanted as SignsWanted
from edge_node.commands.attest import attest_cameras
from edge_node.commands.pair import pair_site
from edge_node.demo.chain import LEARNING_SIGN, Store, chain
from edge_node.demo.floor import simulated_floor
from edge_node.demo.hubs import Hubs, hubs
from edge_node.federated.engine import EXECUTOR, Engine, ending
from edge_node.federated.engine_keys import make_engine_keys
from edge_node.federated.invented import keep_invented
from edge_node.federated.run_policy import run_policies
from edge_node.node import Node
from policies.training import ground_of, learning_purposes
from shared.clock import SystemClock
from shared.schemas.training_plan import TrainingPlan

LEADER_HOME = "SHOAL_LEADER_HOME"
"""What the server side of a run finds its leader by. Source: aggregator/federated/server_app.py."""

ATTESTED_BY = "shoal learn run"
SIGNS_HOLD = timedelta(days=7)
WINDOWS = 400
"""Invented windows in a store's vault."""

Invite = Callable[[Hubs, str, str], str]
"""Returns a fresh pairing code of the role (the second) for a store (the third)."""

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Worker:
    """What a worker needs to know; `command` makes it a command line."""

    home: Path
    supernode: str
    secret: Path

    def command(self) -> list[str]:
        """Return the product's own worker."""
        words = ["--home", str(self.home), "--supernode", self.supernode, "--secret", str(self.secret)]
        words += ["--pace-s", "0"]  # nobody's day is in an invented store
        return [sys.executable, "-m", "shared.cli", "learn", "work", *words]


@dataclass(slots=True)
class LearningChain:
    """The chain, while it stands."""

    hubs: Hubs
    engine: Engine
    worker: Callable[[Worker], Sequence[str]]
    stores: dict[str, Path] = field(default_factory=dict)
    """Homes by name."""
    supernodes: dict[str, str] = field(default_factory=dict)
    """Where each store's SuperNode listens."""

    def begin(self, weights: Path) -> None:
        """Give the leader the first model."""
        self._run(
            ["hub", "model", "start", "--home", str(self.hubs.home("leader")), "--weights", str(weights)]
        )

    def seat(self, stores: Mapping[str, Path]) -> None:
        """Give each paired store, a home by its name, a SuperNode with a key of its own and a worker."""
        self.stores |= stores
        self.admit(list(stores))
        for name in stores:
            self.supernodes[name] = self.engine.start_node(name)
            self.start_worker(name)

    def start_worker(self, name: str) -> None:
        """Start a store's worker beside its SuperNode."""
        worker = Worker(self.stores[name], self.supernodes[name], self.engine.secret(name))
        self.engine.start(f"worker-{name}", list(self.worker(worker)))

    def train(self, rounds: int, **patience: int) -> dict[str, object]:
        """Run that many rounds and return how the run ended; the model's standing says what came of it.

        Raises: EngineError as soon as what runs the server's side has ended: no round would ever begin.
        """
        words = [f"--{name.replace('_', '-')}={value}" for name, value in patience.items()]
        return self.hubs.children.run(
            ["learn", "submit", *self._link(), "--rounds", str(rounds), *words, "--json"],
            log=self.engine.log("commands"),
            watch=partial(self.engine.expect_running, EXECUTOR),
        )

    def standing(self) -> dict[str, object]:
        """Return the leader's rounds and models."""
        return self._run(["hub", "model", "status", "--home", str(self.hubs.home("leader"))])

    def admit(self, names: Sequence[str]) -> None:
        """Make a key for each store's SuperNode and tell the SuperLink of it."""
        keys = [part for name in names for part in ("--key", self.engine.node_key(name))]
        self._run(["learn", "admit", *self._link(), *keys])

    def _link(self) -> list[str]:
        return ["--superlink", self.engine.address, "--authority", str(self.engine.keys.authority)]

    def _run(self, words: Sequence[str]) -> dict[str, object]:
        return self.hubs.children.run([*words, "--json"], log=self.engine.log("commands"))


@contextmanager
def learning_chain(
    folder: Path,
    sites: int,
    plan: TrainingPlan,
    *,
    progress: Progress = lambda *_: None,
    worker: Callable[[Worker], Sequence[str]] = Worker.command,
    invite: Invite = Hubs.invite,
) -> Iterator[LearningChain]:
    """Make leader, helper and paired stores in the folder, and the engine between them; end all by pid."""
    policies = partial(run_policies, plan=plan, now=datetime.now(UTC))
    with (
        hubs(folder, policies=policies) as pair,
        learning_engine(pair, worker) as made,
    ):
        made.seat(paired_stores(pair, chain(sites), progress, invite))
        yield made


@contextmanager
def learning_engine(
    pair: Hubs, worker: Callable[[Worker], Sequence[str]] = Worker.command
) -> Iterator[LearningChain]:
    """Start a SuperLink and its executor beside two aggregators that serve; stores are seated later."""
    folder = pair.folder / "engine"
    folder.mkdir()
    keys = make_engine_keys(folder / "keys", datetime.now(UTC))
    with ending(Engine(folder, keys, {LEADER_HOME: str(pair.home("leader"))})) as engine:
        engine.start_link()
        engine.start_executor()
        yield LearningChain(pair, engine, worker)


def paired_stores(pair: Hubs, stores: Sequence[Store], progress: Progress, invite: Invite) -> dict[str, Path]:
    """Pair the stores, each with windows of nobody in its vault, and return their homes by name."""
    homes = {}
    for done, store in enumerate(stores):
        progress("pairing stores", done, len(stores))
        codes = invite(pair, "leader", store.name), invite(pair, "helper", store.name)
        homes[store.slug] = _paired(store, pair.folder / "stores" / store.slug, codes)
    progress("pairing stores", len(stores), len(stores))
    return homes


def _paired(store: Store, home: Path, codes: tuple[str, str]) -> Path:
    """Pair a store, attest its signs, and put windows of nobody into its vault; codes: (leader, helper)."""
    home.mkdir(parents=True)
    floor = simulated_floor(store, 1, home)
    node = pair_site(*codes, floor.site_file, home)
    clock = SystemClock()
    until = (clock.now() + SIGNS_HOLD).date()
    attest_cameras(home, SignsWanted(floor.cameras, ATTESTED_BY, LEARNING_SIGN, until), clock)
    with closing(node.open_journal()) as journal:
        keep_invented(journal, WINDOWS, store.seed, clock.now(), _grounds(node, clock.now()))
    return home


def _grounds(node: Node, now: datetime) -> list[str]:
    bundle = node.in_force(now)
    return [] if bundle is None else [ground_of(terms.document) for terms in learning_purposes(bundle)]
