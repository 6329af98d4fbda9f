"""What is seen of packets, and what becomes of it. The small sample runs on an engine of its own."""

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest

from edge_node.federated.learning_chain import Worker
from shared.schemas.training_plan import TrainingPlan
from tests.adversary import flower_traffic
from tests.adversary.flower_traffic import (
    Round,
    features,
    guesses,
    overheard_rounds,
    replied_s,
    rounds_of,
    row_of,
    rows,
)
from tests.adversary.row import fallen
from tests.adversary.telling_apart import Guesses
from tests.support.coins import Coins
from tests.support.packets import Packet, packets_of, why_not
from tests.support.trivial_worker import DAY_S
from tests.support.watched_chain import LINK, Lines, watched_chain

SMALL_PLAN = TrainingPlan(model_version=1, parameters=20, noise_multiplier="20")
WATCHED = 3
"""Rounds that are listened to with stores answering at their pace, and as many without."""
FALSE_ALARM = 1e-4
COINS = Coins(seed=1, pace_s=1.0, paced_until=0)
ROUNDS = [Round(number, 10.0 * number, 10.0 * number + 9) for number in range(1, 25)]
LINES = Lines(
    {name: {LINK: port, "leader": port + 1, "helper": port + 2} for name, port in (("a", 1), ("b", 11))}
)
LOOK = Packet(at_s=0.1, port=1, caller=9, size=35, is_up=True)


def packets(*, day_s: float) -> list[Packet]:
    """Return a look, a question and a reply a round and store; one that had a day replies so much later."""
    found = []
    for one in ROUNDS:
        for store, ends in LINES.ports.items():
            port, late_s = ends[LINK], day_s * COINS.is_busy(store, one.number)
            asked = replace(LOOK, port=port, at_s=one.from_s + 1, size=500, is_up=False)
            replied = replace(LOOK, port=port, at_s=one.from_s + 2 + late_s, size=900)
            found += [replace(LOOK, port=port, at_s=one.from_s), asked, replied]
    return sorted(found, key=lambda packet: packet.at_s)


def test_a_store_that_replies_later_after_a_day_is_told() -> None:
    assert not guesses(packets(day_s=3.0), ROUNDS, LINES, COINS).are_chance(1e-4)


def test_stores_that_reply_alike_are_not() -> None:
    assert guesses(packets(day_s=0.0), ROUNDS, LINES, COINS).are_chance(1e-4)


def test_packets_are_read_as_tcpdump_tells_them() -> None:
    text = (
        "1795774014.815850 IP 127.0.0.1.44235 > 127.0.0.1.53044: tcp 510\n"
        "1795774014.815870 IP 127.0.0.1.53044 > 127.0.0.1.44235: tcp 0\n"
    )

    assert list(packets_of(text, [53044])) == [
        Packet(at_s=1795774014.81585, port=53044, caller=44235, size=510, is_up=True),
        Packet(at_s=1795774014.81587, port=53044, caller=44235, size=0, is_up=False),
    ]


def test_silence_is_seen_as_silence() -> None:
    assert not features([[], [], []]).any()


def test_every_packet_changes_what_is_seen() -> None:
    some = features([[LOOK], [], []])

    assert not np.array_equal(some, features([[LOOK], [LOOK], []]))
    assert not np.array_equal(some, features([[replace(LOOK, size=36)], [], []]))


def test_a_round_that_was_refused_is_no_sample() -> None:
    told = {"round": 1, "state": "refused", "began_at": "2026-06-15T12:00:00+00:00", "seconds": 1.0}

    with pytest.raises(AssertionError):
        rounds_of({"rounds": [told]})


def test_a_told_store_is_a_fallen_promise() -> None:
    chance, told = Guesses(50, 100), Guesses(99, 100)

    assert fallen([row_of(chance, told, 1e-6)]) == []
    assert fallen([row_of(told, told, 1e-6)]) != []
    assert fallen([row_of(chance, chance, 1e-6)]) != []


def test_without_the_right_to_capture_there_is_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flower_traffic, "why_not", lambda: "capturing packets needs root")

    assert rows(scale="small", seed=1) == []


@dataclass(frozen=True)
class Lesson:
    """Rounds of stores with a trivial step, and what was heard of them."""

    lines: Lines
    coins: Coins
    packets: list[Packet]
    rounds: list[Round]


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Lesson:
    if reason := why_not():
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("flower")
    weights = folder / "weights.bin"
    weights.write_bytes(np.zeros(SMALL_PLAN.parameters, dtype="<f4").tobytes())
    coins = Coins(seed=3, pace_s=1.2 * DAY_S, paced_until=WATCHED)
    with watched_chain(folder / "chain", flower_traffic.SITES, SMALL_PLAN, _trivial) as (chain, lines):
        chain.begin(weights)
        packets = overheard_rounds(chain, lines, coins, 2 * WATCHED)
        return Lesson(lines, coins, packets, rounds_of(chain.standing()))


@pytest.mark.live
def test_packets_of_a_store_that_had_a_day_are_those_of_a_closed_one(lesson: Lesson) -> None:
    told = guesses(lesson.packets, lesson.rounds[:WATCHED], lesson.lines, lesson.coins)

    assert told.of == WATCHED * flower_traffic.SITES
    assert told.are_chance(FALSE_ALARM)


@pytest.mark.live
def test_answering_at_once_would_tell_them(lesson: Lesson) -> None:
    """The forest's own control takes more rounds and a quieter machine."""
    soonest = {True: math.inf, False: math.inf}

    for one in lesson.rounds[WATCHED:]:
        for store, ports in lesson.lines.ports.items():
            is_busy = lesson.coins.is_busy(store, one.number)
            soonest[is_busy] = min(soonest[is_busy], replied_s(lesson.packets, one, ports))

    assert soonest[True] >= DAY_S
    assert soonest[False] < soonest[True]


def _trivial(worker: Worker) -> Sequence[str]:
    return [sys.executable, "-m", "tests.support.trivial_worker", *worker.command()[5:]]
