"""The real engine: what rounds do, and what no fault does to the model. One chain for all, in this order."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from typing import Any

import numpy as np
import pytest

from aggregator.administration import invite
from aggregator.database import reading
from aggregator.federated.standing import standing
from aggregator.hub import open_hub
from edge_node.consent.grounds import standing_of
from edge_node.demo.hubs import Hubs
from edge_node.federated.learning_chain import WINDOWS, LearningChain, Worker, learning_chain
from edge_node.intent.kept import examples_in
from edge_node.node import load_node
from policies.training import ground_of, learning_purposes
from shared.clock import SystemClock
from shared.schemas.training_plan import TrainingPlan

pytestmark = [pytest.mark.live, pytest.mark.chaos]
PLAN = TrainingPlan(model_version=1, parameters=20, noise_multiplier="20")
SITES = 6
PATIENCE_S = {"sample_s": 60, "deadline_s": 30, "helper_s": 5}


def trivial(worker: Worker) -> Sequence[str]:
    return [sys.executable, "-m", "tests.support.trivial_worker", *worker.command()[5:]]


def invited(pair: Hubs, role: str, site: str) -> str:
    """Return a pairing code without a process of its own for each."""
    hub = open_hub(pair.home(role))
    try:
        return invite(hub, site=site if role == "leader" else "", url="", replaces=False).code
    finally:
        hub.engine.dispose()


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LearningChain]:
    folder = tmp_path_factory.mktemp("learning")
    weights = folder / "weights.bin"
    weights.write_bytes(np.zeros(PLAN.parameters, dtype="<f4").tobytes())
    with learning_chain(folder / "chain", SITES, PLAN, worker=trivial, invite=invited) as made:
        made.begin(weights)
        yield made


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


def test_every_node_takes_part_and_the_model_moves(chain: LearningChain) -> None:
    before = newest_model(chain)

    chain.train(1, **PATIENCE_S)

    ended, after = newest(chain)
    assert (ended["state"], ended["participants"]) == ("completed", SITES)
    assert ended["loss"] == pytest.approx(1.0)
    assert after != before


def test_a_stores_windows_may_be_learnt_from_under_the_policy_of_the_run(chain: LearningChain) -> None:
    node = load_node(next(iter(chain.stores.values())), SystemClock())
    now = node.clock.now()
    bundle = node.in_force(now)
    assert bundle is not None
    grounds = {ground_of(terms.document) for terms in learning_purposes(bundle)}

    may_learn = partial(standing_of(node.home, bundle, now).may_learn, grounds)
    with closing(node.open_journal()) as journal:
        found = examples_in(journal.vault, may_learn).examples

    assert len(found) == WINDOWS


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
    run = threading.Thread(target=lambda: outcome.append(chain.train(2, **(PATIENCE_S | {"deadline_s": 8}))))

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
    run = threading.Thread(target=lambda: outcome.append(chain.train(2, **(PATIENCE_S | {"deadline_s": 8}))))
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
