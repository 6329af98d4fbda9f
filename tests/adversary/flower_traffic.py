"""Who captures every packet of real SuperNodes: had the store a day, or was it closed?

Six stores take part in rounds on Flower's real engine: SuperLink, SuperNodes and workers are processes of
their own, TLS and node keys are on. In every round a coin says of each store whether its vault is full or
empty. Seen is every packet of every connection that a store has, to the SuperLink, to the leader and to the
helper, as the kernel saw it: moment, direction, length. A forest tells the two apart on rounds that it has
not seen. The control is the same chain in rounds that stores answer as soon as they are done.

Each store's connections pass through ports of its own, which is how the attacker knows whose they are.
Source: DESIGN §2 ("fixed schedule") and §8 (network).
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edge_node.federated.learning_chain import LearningChain, Worker
from edge_node.intent.form import VERSION, Form
from edge_node.intent.model import fresh
from shared.schemas.training_plan import TrainingPlan
from tests.adversary.row import Row, Scale
from tests.adversary.telling_apart import Guesses, told_apart
from tests.support.coins import Coins
from tests.support.packets import Packet, captured, why_not
from tests.support.watched_chain import LINK, Lines, watched_chain

SITES = 6
PACED: dict[Scale, int] = {"small": 4, "full": 12}
"""Rounds watched with the defence on, each at every store."""
AT_ONCE: dict[Scale, int] = {"small": 4, "full": 8}
"""Rounds watched with it off."""
PACE_S = 10.0
"""Several times what a step over a store's windows takes here; the product's is 30."""
FALSE_ALARM: dict[Scale, float] = {"small": 1e-4, "full": 1e-6}
"""How often an attacker who guesses would reach the bound; few rounds cannot be as strict."""
CONTROL_ALARM = 1e-3
"""The same of the control, which has fewer rounds."""
PLAN = TrainingPlan(
    model_version=VERSION,
    parameters=Form().parameters,
    noise_multiplier="1000",
    batch_size=1,
    max_weight=100_000,
    steps=5,
)
"""So cheap that a window could be in every round watched; several steps, so that training is no blink."""
ENDS = (LINK, "leader", "helper")
FIRST = 60
"""Packets of a round that are looked at one by one; the rest counts in the totals."""


@dataclass(frozen=True, slots=True)
class Round:
    """When a round began and ended, as the leader knows and a listener sees."""

    number: int
    from_s: float
    until_s: float


def rows(*, scale: Scale, seed: int) -> list[Row]:
    """Return the row of whoever captures packets; none where nobody may."""
    if reason := why_not():
        print(f"packets of SuperNodes: left out, {reason}", file=sys.stderr)
        return []
    coins = Coins(seed, PACE_S, paced_until=PACED[scale])
    with TemporaryDirectory() as folder, watched_chain(Path(folder), SITES, PLAN, _worker) as (chain, lines):
        first = Path(folder) / "first.bin"
        first.write_bytes(fresh(Form(), seed).astype("<f4").tobytes())
        chain.begin(first)
        packets = overheard_rounds(chain, lines, coins, PACED[scale] + AT_ONCE[scale])
        rounds = rounds_of(chain.standing())
    paced, at_once = (
        guesses(packets, [one for one in rounds if (one.number <= coins.paced_until) is on], lines, coins)
        for on in (True, False)
    )
    return [row_of(paced, at_once, FALSE_ALARM[scale])]


def row_of(paced: Guesses, at_once: Guesses, false_alarm: float) -> Row:
    """Return the row of what was told with the defence on, and with it off."""
    return Row(
        promise="packets of a real SuperNode do not tell a busy store from a closed one",
        attack="somebody captures every packet of six stores in rounds of learning and trains a classifier",
        measured=paced.share,
        bound=paced.bound(false_alarm),
        holds=paced.are_chance(false_alarm),
        control=at_once.share,
        control_fails=not at_once.are_chance(CONTROL_ALARM),
        detail=f"rounds told rightly of {paced.of}, chance 0.5, false alarm {false_alarm:g}; "
        f"defence off ({at_once.of}): a store answers as soon as it is done",
    )


def overheard_rounds(chain: LearningChain, lines: Lines, coins: Coins, count: int) -> list[Packet]:
    """Run so many rounds by the coins and return every packet meanwhile."""
    for home in chain.stores.values():
        coins.write(home)
    with captured([port for ends in lines.ports.values() for port in ends.values()]) as packets:
        chain.train(count)
    return packets


def rounds_of(standing: Mapping[str, Any]) -> list[Round]:
    """Return the rounds that the leader tells of. Raises: AssertionError when one was not completed."""
    told = standing["rounds"]
    assert all(one["state"] == "completed" for one in told), told
    began_s = [datetime.fromisoformat(one["began_at"]).timestamp() for one in told]
    return [Round(one["round"], at_s, at_s + one["seconds"]) for one, at_s in zip(told, began_s, strict=True)]


def guesses(packets: Sequence[Packet], rounds: Sequence[Round], lines: Lines, coins: Coins) -> Guesses:
    """Return how many rounds of all stores a classifier tells rightly that was trained on other rounds."""
    asked = [(one, store) for one in rounds for store in lines.ports]
    seen = np.array([features(_within(packets, one, lines.ports[store])) for one, store in asked])
    busy = np.array([coins.is_busy(store, one.number) for one, store in asked])
    return told_apart(seen, busy, np.array([one.number for one, _ in asked]), coins.seed)


def replied_s(packets: Sequence[Packet], one: Round, ports: Mapping[str, int]) -> float:
    """Return when in the round a store's reply passed: its longest packet to the SuperLink."""
    return _moment(_within(packets, one, ports)[0], is_up=True)


def _within(packets: Sequence[Packet], one: Round, ports: Mapping[str, int]) -> list[list[Packet]]:
    """Return the packets of a store in a round, end by end; moments count from the round's beginning."""
    during = [
        replace(packet, at_s=packet.at_s - one.from_s)
        for packet in packets
        if one.from_s <= packet.at_s < one.until_s
    ]
    return [[packet for packet in during if packet.port == ports[end]] for end in ENDS]


def features(ends: Sequence[Sequence[Packet]]) -> NDArray[np.float64]:
    """Return what is seen of a store in a round: how much passed at each end, when, and how evenly."""
    link = ends[0]
    found = [value for packets in ends for value in (*_totals(packets), *_moments(packets))]
    replied_s = _moment(link, is_up=True)
    found += _gaps([one.at_s for one in link if one.is_up and one.size and one.at_s <= replied_s])
    return np.array([*found, *_first(link)])


def _moments(packets: Sequence[Packet]) -> Iterator[float]:
    """Yield when the first packet passed, and the longest of either direction."""
    yield packets[0].at_s if packets else 0.0
    yield from (_moment(packets, is_up=is_up) for is_up in (True, False))


def _moment(packets: Sequence[Packet], *, is_up: bool) -> float:
    """Return when the longest packet of the direction passed; 0 where none did."""
    longest = max((one for one in packets if one.is_up is is_up), key=lambda one: one.size, default=None)
    return 0.0 if longest is None else longest.at_s


def _totals(packets: Sequence[Packet]) -> Iterator[float]:
    for is_up in (True, False):
        sizes = [one.size for one in packets if one.is_up is is_up]
        yield from (float(sum(sizes)), float(len(sizes)), float(sum(size > 0 for size in sizes)))
    yield float(len({one.caller for one in packets}))


def _gaps(at_s: Sequence[float]) -> list[float]:
    """Return how evenly a SuperNode looks for work while its worker has some: count, mean, spread, most."""
    gaps = np.diff(at_s) if len(at_s) > 1 else np.zeros(1)
    return [float(len(at_s)), float(gaps.mean()), float(gaps.std()), float(gaps.max())]


def _first(packets: Sequence[Packet]) -> NDArray[np.float64]:
    """Return signed length and moment of the first packets that carry anything: float64 (2·FIRST,)."""
    carrying = [one for one in packets if one.size][:FIRST]
    padded = np.zeros((2, FIRST))
    padded[0, : len(carrying)] = [one.size if one.is_up else -one.size for one in carrying]
    padded[1, : len(carrying)] = [one.at_s for one in carrying]
    return padded.ravel()


def _worker(worker: Worker) -> Sequence[str]:
    return [sys.executable, "-m", "tests.support.coin_worker", *worker.command()[5:]]
