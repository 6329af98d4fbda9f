"""Who watches a store's line: was it a busy hour, or was the store closed?

Two nodes of one chain speak through proxies that note every message: when, which way, how long. By the toss
of a coin one of them had visitors in the hour before and the other nobody, not even a camera that looks. A
forest is trained on sizes, numbers, order and gaps of everything the nodes sent and were answered:
keys, policies, confirmations, signs and reports. `measured` is how often it tells the two apart on hours that
it has not seen; the bound is what coins reach but once in a million times.

What is measured is the node's own work: not how a processor that is busy with pictures delays its answers.
Rounds of learning are in `learning_traffic.py` and `flower_traffic.py`.
Source: DESIGN §2 ("fixed schedule") and §8 (network).
"""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from numpy.typing import NDArray

from aggregator.administration import invite
from aggregator.app import create_app
from edge_node import close
from edge_node.commands.run import renewed
from edge_node.config import NodeConfig
from edge_node.live import Desk, LiveNode, Outside
from edge_node.node import Node
from edge_node.pairing import pair
from edge_node.site_reader import load_site
from edge_node.storage.home import Home
from shared.wire.codec import Role
from tests.adversary.row import Row, Scale
from tests.adversary.telling_apart import Guesses, told_apart
from tests.support.clock import FakeClock
from tests.support.consent_world import NOTICE_TOML, attest_home
from tests.support.edge_world import random_journey, site
from tests.support.hub_world import make_template, open_copy
from tests.support.overheard import Heard, overheard
from tests.support.serving import served
from tests.support.two_hubs import ROLES
from tests.support.vector_world import NOW

HOURS: dict[Scale, int] = {"small": 20, "full": 300}
"""Hours watched, each at both nodes."""
CONTROL_HOURS = 20
VISITORS = 60
FALSE_ALARM = 1e-6
"""How often an attacker who guesses would reach the bound."""
MESSAGES = 60
"""Messages of one beat that are looked at one by one; the rest counts in the totals."""
SITE = f'name = "Altona"\nunits = "px"\n[[cameras]]\nname = "door"\n{NOTICE_TOML}'


def rows(*, scale: Scale, seed: int) -> list[Row]:
    """Return the row of whoever watches the line."""
    defended = guesses(HOURS[scale], seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(close, "_own", _of_what_was_seen)
        silent = guesses(CONTROL_HOURS, seed)
    return [
        Row(
            promise="traffic does not tell a busy store from a closed one",
            attack="somebody on the line trains a classifier on when, which way and how much",
            measured=defended.share,
            bound=defended.bound(FALSE_ALARM),
            holds=defended.are_chance(FALSE_ALARM),
            control=silent.share,
            control_fails=not silent.are_chance(FALSE_ALARM),
            detail=f"hours told rightly of {defended.of}, chance 0.5, false alarm {FALSE_ALARM:g}; "
            "defence off: no report of an hour in which nothing was measured",
        )
    ]


_OWN = close._own


def _of_what_was_seen(due, bundle, node, journal):  # type: ignore[no-untyped-def]  # as close._own
    """Yield only epochs in which something was measured: a store that saves its breath."""
    for item in _OWN(due, bundle, node, journal):
        if journal.sums.get(item.plan.task.task_id, item.epoch) is not None:
            yield item


def guesses(hours: int, seed: int) -> Guesses:
    """Return how many hours of both nodes a classifier tells rightly."""
    return told_apart(*watch(hours, seed), seed)


def watch(hours: int, seed: int) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.int64]]:
    """Return what was seen of each hour at each node, whether it was busy, and which hour it was.

    Shape: float64 (2·hours, features), bool and int64 (2·hours,).
    """
    rng = np.random.default_rng(seed)
    seen, busy = [], []
    with TemporaryDirectory() as folder, chain(Path(folder)) as street:
        for _ in range(hours):
            street.clock.advance(3_600)
            stores = list(street.stores)
            rng.shuffle(stores)
            for store, is_busy in zip(stores, rng.permutation([True, False]), strict=True):
                store.live_through(street.clock, int(rng.integers(2**31)) if is_busy else None)
                with street.heard.listening() as messages:
                    store.live._send()
                seen.append(features(messages))
                busy.append(is_busy)
    return np.array(seen), np.array(busy), np.repeat(np.arange(hours), 2)


def features(messages: list[tuple[float, int]]) -> NDArray[np.float64]:
    """Return sizes (negative for answers) and gaps in ms of the first messages, and what they come to."""
    sizes = np.array([size for _, size in messages] or [0.0])
    at_ms = 1_000 * np.array([at for at, _ in messages] or [0.0])
    gaps = np.diff(at_ms, prepend=at_ms[:1])
    padded = np.zeros((2, MESSAGES))
    length = min(len(sizes), MESSAGES)
    padded[0, :length], padded[1, :length] = sizes[:length], gaps[:length]
    whole = [len(messages), sizes[sizes > 0].sum(), sizes[sizes < 0].sum(), at_ms[-1] - at_ms[0]]
    return np.concatenate([padded.ravel(), whole])


@dataclass
class Store:
    """A node at work, without cameras."""

    live: LiveNode

    def live_through(self, clock: FakeClock, seed: int | None) -> None:
        """Spend the last complete hour with visitors, or closed; then close what is due, as at a beat."""
        ended = clock.now().replace(minute=0).timestamp()
        if seed is not None:
            measurer = self.live._measurer
            measurer.record_coverage(ended - 3_600, ended)
            for at in range(VISITORS):
                measurer.add(random_journey(seed + at, ended - 3_600))
        self.live._write()
        self.live._close()


@dataclass
class Street:
    """Two stores of one chain, and who listens."""

    clock: FakeClock
    stores: list[Store]
    heard: Heard


@contextmanager
def chain(folder: Path) -> Iterator[Street]:
    """Serve both aggregators behind proxies and pair two stores through them."""
    clock = FakeClock(NOW.replace(minute=40))
    with ExitStack() as stack:
        heard, urls, hubs = Heard(), dict[Role, str](), {}
        for role in ROLES:
            hub = open_copy(make_template(folder / f"{role} home", role), folder / role, clock)
            stack.callback(hub.engine.dispose)
            inner = stack.enter_context(served(create_app(hub)))
            urls[role], hubs[role] = stack.enter_context(overheard(inner, heard)), hub
        stores = []
        for name in ("one", "two"):
            codes = [
                invite(hubs[role], site=name if role == "leader" else "", url=urls[role], replaces=False).code
                for role in ROLES
            ]
            node = pair(codes[0], codes[1], folder / name, layout=site(), clock=clock)
            stores.append(Store(_live(node, stack)))
        yield Street(clock, stores, heard)


def _live(node: Node, stack: ExitStack) -> LiveNode:
    home = node.home.root
    Home(home).site.write_text(SITE, encoding="utf-8")
    attest_home(home, node.clock.now())
    journal = stack.enter_context(closing(node.open_journal()))
    outside = Outside(look=lambda _: (_ for _ in ()).throw(AssertionError("no camera looks")), renew=renewed)
    config = NodeConfig()
    return LiveNode(node, load_site(Home(home).site), journal, config=config, outside=outside, desk=Desk())
