"""The real engine: what rounds do, and what no fault does to the model. One chain for all, in this order."""

import math
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from aggregator.database import reading
from aggregator.federated.standing import standing
from aggregator.hub import open_hub
from edge_node.federated.learning_chain import LearningChain, Worker
from shared.schemas.training_plan import TrainingPlan
from tests.adversary import flower_traffic
from tests.adversary.flower_traffic import Round, overheard_rounds, replied_s
from tests.support import coins as tossed
from tests.support.coins import Coins
from tests.support.packets import Packet, why_not
from tests.support.trivial_worker import DAY_S
from tests.support.watched_chain import Lines, watched_chain

pytestmark = [pytest.mark.live, pytest.mark.chaos]
PLAN = TrainingPlan(model_version=1, parameters=20, noise_multiplier="20")
SITES = 6
WATCHED = 3
"""Rounds that are listened to with stores answering at their pace, and as many without."""
FALSE_ALARM = 1e-4
PATIENCE_S = {"sample_s": 60, "deadline_s": 30, "helper_s": 5}


def trivial(worker: Worker) -> Sequence[str]:
    return [sys.executable, "-m", "tests.support.trivial_worker", *worker.command()[5:]]


@dataclass(frozen=True)
class Lesson:
    """The first rounds, and what was heard of them."""

    first_model: str
    """The hash of the model before."""
    coins: Coins
    packets: list[Packet]


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LearningChain, Lines]]:
    folder = tmp_path_factory.mktemp("learning")
    weights = folder / "weights.bin"
    weights.write_bytes(np.zeros(PLAN.parameters, dtype="<f4").tobytes())
    with watched_chain(folder / "chain", SITES, PLAN, trivial) as (made, lines):
        made.begin(weights)
        yield made, lines


@pytest.fixture(scope="module")
def chain(watched: tuple[LearningChain, Lines]) -> LearningChain:
    return watched[0]


@pytest.fixture
def behave(chain: LearningChain) -> Iterator[Callable[..., None]]:
    def told(**behaviours: int) -> None:
        homes = iter(chain.stores.values())
        for behaviour, count in behaviours.items():
            for _ in range(count):
                (next(homes) / "behaviour").write_text(behaviour)

    yield told
    for home in chain.stores.values():
        (home / "behaviour").unlink(missing_ok=True)


def newest(chain: LearningChain) -> tuple[dict[str, Any], str]:
    """Return the last round and the hash of the model in use."""
    found = stands(chain)
    return found["rounds"][-1], found["models"][-1]["model_hash"]


@pytest.fixture(scope="module")
def lesson(watched: tuple[LearningChain, Lines]) -> Lesson:
    """Run the first rounds, with somebody on the stores' lines where that can be."""
    chain, lines = watched
    before, coins = newest_model(chain), Coins(seed=3, pace_s=1.2 * DAY_S, paced_until=WATCHED)
    if why_not() is None:
        packets = overheard_rounds(chain, lines, coins, 2 * WATCHED)
    else:
        packets = []
        chain.train(2 * WATCHED)
    for home in chain.stores.values():
        (home / tossed.FILE).unlink(missing_ok=True)
    return Lesson(before, coins, packets)


def test_every_node_takes_part_and_the_model_moves(chain: LearningChain, lesson: Lesson) -> None:
    ended, after = newest(chain)

    assert [one["participants"] for one in rounds_of(chain)] == [SITES] * 2 * WATCHED
    assert {one["state"] for one in rounds_of(chain)} == {"completed"}
    assert ended["loss"] == pytest.approx(1.0)
    assert after != lesson.first_model


@pytest.fixture
def heard(chain: LearningChain, lesson: Lesson) -> list[Round]:
    if reason := why_not():
        pytest.skip(reason)
    return flower_traffic.rounds_of({"rounds": rounds_of(chain)[: 2 * WATCHED]})


def test_packets_of_a_store_that_had_a_day_are_those_of_a_closed_one(
    watched: tuple[LearningChain, Lines], lesson: Lesson, heard: list[Round]
) -> None:
    guesses = flower_traffic.guesses(lesson.packets, heard[:WATCHED], watched[1], lesson.coins)

    assert guesses.are_chance(FALSE_ALARM)


def test_answering_at_once_would_tell_them(
    watched: tuple[LearningChain, Lines], lesson: Lesson, heard: list[Round]
) -> None:
    """The forest's own control takes more rounds and a quieter machine: `make campaign`."""
    soonest = {True: math.inf, False: math.inf}

    for one in heard[WATCHED:]:
        for store, ports in watched[1].ports.items():
            is_busy = lesson.coins.is_busy(store, one.number)
            soonest[is_busy] = min(soonest[is_busy], replied_s(lesson.packets, one, ports))

    assert soonest[True] >= DAY_S
    assert soonest[False] < soonest[True]


def newest_model(chain: LearningChain) -> str:
    found = stands(chain)
    return str(found["models"][-1]["model_hash"])


def test_huge_update_is_refused_and_the_model_stays(
    chain: LearningChain, behave: Callable[..., None]
) -> None:
    before = newest_model(chain)
    behave(huge=1)

    chain.train(1, **PATIENCE_S)

    ended, after = newest(chain)
    assert (ended["state"], ended["reason"]) == ("refused", "impossible_sum")
    assert after == before


def test_stale_and_doubled_answers_change_nothing(chain: LearningChain, behave: Callable[..., None]) -> None:
    behave(stale=1, twice=1)

    chain.train(1, **PATIENCE_S)

    ended, _ = newest(chain)
    assert (ended["state"], ended["participants"]) == ("completed", SITES - 1)


def test_wrong_clocks_keep_their_nodes_out(chain: LearningChain, behave: Callable[..., None]) -> None:
    before = newest_model(chain)
    behave(clock=2)

    chain.train(1, **PATIENCE_S)

    ended, after = newest(chain)
    assert (ended["state"], ended["reason"]) == ("refused", "below_minimum_batch")
    assert after == before


def test_node_killed_in_the_middle_is_left_out(chain: LearningChain, behave: Callable[..., None]) -> None:
    name, home = next(iter(chain.stores.items()))
    behave(hang=1)
    run = threading.Thread(target=lambda: chain.train(1, **(PATIENCE_S | {"deadline_s": 8})))

    run.start()
    wait_for((home / "hangs").exists)
    killed = chain.engine.running.pop(f"worker-{name}")
    killed.kill()
    killed.wait()
    run.join()

    ended, _ = newest(chain)
    assert (ended["state"], ended["participants"]) == ("completed", SITES - 1)


def test_superlink_restarted_in_the_middle_goes_on(chain: LearningChain) -> None:
    already = len(rounds_of(chain))
    outcome: list[dict[str, object]] = []
    run = threading.Thread(target=lambda: outcome.append(chain.train(2, **(PATIENCE_S | {"deadline_s": 15}))))

    run.start()
    wait_for(lambda: len(rounds_of(chain)) > already)
    chain.engine.running["superlink"].kill()
    chain.engine.running.pop("superlink").wait()
    chain.engine.start_link()
    run.join()

    assert outcome[0]["outcome"] == "completed", outcome[0]["details"]
    states = [one["state"] for one in rounds_of(chain)[already:]]
    assert len(states) == 2
    assert states[-1] == "completed"


def test_leader_restarted_in_the_middle_goes_on(chain: LearningChain) -> None:
    already = len(rounds_of(chain))
    outcome: list[dict[str, object]] = []
    run = threading.Thread(target=lambda: outcome.append(chain.train(2, **PATIENCE_S)))
    home, port = str(chain.hubs.home("leader")), chain.hubs.urls["leader"].rpartition(":")[2]
    again = ["hub", "serve", "--role", "leader", "--home", home, "--port", port]

    run.start()
    wait_for(lambda: len(rounds_of(chain)) > already)
    serving = served(chain, "leader")
    serving.kill()
    serving.wait()
    with chain.hubs.children.serving(again, log=chain.hubs.log("leader")):
        run.join()

    assert outcome[0]["outcome"] == "completed", outcome[0]["details"]
    assert [one["state"] for one in rounds_of(chain)[already:]] == ["completed", "completed"]


def served(chain: LearningChain, role: str) -> "subprocess.Popen[bytes]":
    """Return the process that serves one of the aggregators."""
    return next(
        child
        for child in chain.hubs.children._running
        if isinstance(child.args, list) and {"serve", role} <= set(child.args)
    )


def test_without_the_helper_the_round_ends_and_the_model_stays(chain: LearningChain) -> None:
    before = newest_model(chain)
    helper = served(chain, "helper")
    helper.kill()
    helper.wait()

    chain.train(1, **(PATIENCE_S | {"deadline_s": 8}))

    ended, after = newest(chain)
    assert ended["state"] == "refused"
    assert after == before


def rounds_of(chain: LearningChain) -> list[dict[str, Any]]:
    return list(stands(chain)["rounds"])


def stands(chain: LearningChain) -> dict[str, Any]:
    """Return the leader's rounds and models, read without a process of its own."""
    hub = open_hub(chain.hubs.home("leader"))
    try:
        with reading(hub.engine) as session:
            found: dict[str, Any] = standing(session)
        return found
    finally:
        hub.engine.dispose()


def wait_for(is_so: Callable[[], bool], most_s: float = 60.0) -> None:
    until = threading.Event()
    for _ in range(int(most_s * 5)):
        if is_so():
            return
        until.wait(0.2)
    raise AssertionError("it never came to that")
