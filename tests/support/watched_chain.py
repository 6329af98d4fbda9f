"""A chain that learns on the real engine, with somebody on each store's lines.

Every store reaches the SuperLink and both aggregators through ports of its own, so that a packet tells whose
it is; what passes on from there passes unchanged.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from aggregator.administration import invite
from aggregator.hub import open_hub
from edge_node.demo.chain import chain
from edge_node.demo.hubs import Hubs, hubs
from edge_node.federated.learning_chain import LearningChain, Worker, learning_engine, paired_stores
from edge_node.federated.run_policy import run_policies
from shared.schemas.training_plan import TrainingPlan
from tests.support.overheard import Heard, overheard

LINK = "superlink"
"""The end of a line that is neither leader nor helper."""


@dataclass
class Lines:
    """The ports of each store's lines, by the store's short name and by whose end it is."""

    ports: dict[str, dict[str, int]] = field(default_factory=dict)
    _heard: Heard = field(default_factory=Heard)
    _open: ExitStack = field(default_factory=ExitStack)

    def lay(self, store: str, end: str, url: str) -> str:
        """Lay a line from the store to the address and return where the store finds it."""
        mine = self._open.enter_context(overheard(url, self._heard))
        self.ports.setdefault(store, {})[end] = urlsplit(mine).port or 0
        return mine

    def close(self) -> None:
        """Cut every line."""
        self._open.close()


@contextmanager
def watched_chain(
    folder: Path, sites: int, plan: TrainingPlan, worker: Callable[[Worker], Sequence[str]]
) -> Iterator[tuple[LearningChain, Lines]]:
    """Make aggregators, paired stores and the engine in the folder, as `learning_chain` does, with lines."""
    slugs = {store.name: store.slug for store in chain(sites)}
    lines = Lines()

    def invited(pair: Hubs, role: str, site: str) -> str:
        url = lines.lay(slugs[site], role, pair.urls[role])
        hub = open_hub(pair.home(role))  # a process of its own for each would take a minute
        try:
            return invite(hub, site=site if role == "leader" else "", url=url, replaces=False).code
        finally:
            hub.engine.dispose()

    policies = partial(run_policies, plan=plan, now=datetime.now(UTC))
    with (
        hubs(folder, policies=policies) as pair,
        learning_engine(pair, worker) as made,
        ExitStack() as ended,
    ):
        ended.callback(lines.close)
        _seat(made, lines, paired_stores(pair, chain(sites), lambda *_: None, invited))
        yield made, lines


def _seat(made: LearningChain, lines: Lines, homes: Mapping[str, Path]) -> None:
    """Give each store a SuperNode that finds the SuperLink at the end of its own line, and a worker."""
    made.stores |= homes
    made.admit(list(homes))
    for name in homes:
        line = urlsplit(lines.lay(name, LINK, f"http://{made.engine.address}")).netloc
        made.supernodes[name] = replace(made.engine, address=line).start_node(name)
        made.start_worker(name)
