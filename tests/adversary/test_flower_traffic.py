"""What is seen of packets, and what becomes of it. (The small sample: test_learning_chain, on its engine.)"""

from dataclasses import replace

import numpy as np
import pytest

from tests.adversary import flower_traffic
from tests.adversary.flower_traffic import Round, features, guesses, rounds_of, row_of, rows
from tests.adversary.row import fallen
from tests.adversary.telling_apart import Guesses
from tests.support.coins import Coins
from tests.support.packets import Packet, packets_of
from tests.support.watched_chain import LINK, Lines

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
