"""Rounds in one process are rounds: split, summed, opened, moved; and hostile shops do what they can."""

from dataclasses import replace
from fractions import Fraction

import numpy as np

from edge_node.federated.simulation.plans import plan_for
from edge_node.federated.simulation.rounds import Scenario, Simulation, poisoned
from edge_node.federated.simulation.seeded import no_noise
from edge_node.federated.simulation.shops import Chain
from edge_node.federated.training import train_and_quantise
from edge_node.intent.form import Form
from edge_node.intent.model import fresh
from privacy.server_step import ServerState, begun, moved
from privacy.updates import read_sum

CHAIN = Chain(5, 15, examples=60)
PLAN = plan_for("fedavg", 3, None)
SCENARIO = Scenario(CHAIN, PLAN, is_silent=True)
START = begun(fresh(Form(), 0))


def rounds(scenario: Scenario, count: int = 2) -> ServerState:
    simulation, state = Simulation(scenario), START
    for number in range(count):
        state, _ = simulation.play(state, number)
    return state


def test_a_round_moves_the_model_by_the_stores_mean() -> None:
    """The shares of every store, added up and opened, are the stores' sum to the last unit of rounding."""
    state, report = Simulation(SCENARIO).play(START, 0)

    total = sum(
        (
            train_and_quantise(
                PLAN,
                START.weights,
                CHAIN.trained_on(site),
                noise=no_noise,
                random=np.random.default_rng(site).bytes,
            ).vector
            for site in range(15)
        ),
        np.zeros(PLAN.length, np.int64),
    )
    expected = moved(PLAN, START, read_sum(PLAN, total, 15).update)
    assert np.abs(state.weights - expected.weights).max() < 2 / PLAN.update_grid
    assert (report.weight, report.bytes_per_site) == (900, 8 * PLAN.length + 32)


def test_every_store_is_told_of_and_the_same_round_is_the_same() -> None:
    seen: list[None] = []

    first, _ = Simulation(SCENARIO).play(START, 0, lambda: seen.append(None))
    second, _ = Simulation(SCENARIO).play(START, 0)

    assert len(seen) == 15
    assert (first.weights == second.weights).all()


def test_noise_makes_it_another_round() -> None:
    noisy = replace(SCENARIO, plan=plan_for("fedavg", 3, Fraction(1, 4)), is_silent=False)

    state, _ = Simulation(noisy).play(START, 0)

    assert np.isfinite(state.weights).all()
    assert np.abs(state.weights - START.weights).min() > 0


def test_rounds_lower_the_loss() -> None:
    simulation, state, losses = Simulation(SCENARIO), START, []
    for number in range(3):
        state, report = simulation.play(state, number)
        losses.append(report.loss)

    assert losses[2] < losses[0] - 0.2


def test_a_poisoned_update_is_the_opposite_and_still_in_range() -> None:
    honest = train_and_quantise(
        PLAN, START.weights, CHAIN.trained_on(0), noise=no_noise, random=np.random.default_rng(1).bytes
    )

    hostile = poisoned(PLAN, honest)

    mean, opposite = read_sum(PLAN, honest.vector, 1), read_sum(PLAN, hostile.vector, 1)
    assert np.dot(mean.update, opposite.update) < 0
    assert np.isclose(np.linalg.norm(opposite.update), PLAN.update_clip, rtol=1e-3)


def test_trimming_keeps_a_hostile_shop_from_moving_the_model_far() -> None:
    hostile = replace(SCENARIO, poisoned=1 / 15)

    honest, plain, trimmed = (
        rounds(one).weights for one in (SCENARIO, hostile, replace(hostile, is_trimmed=True))
    )

    assert np.linalg.norm(trimmed - honest) < np.linalg.norm(plain - honest) / 2


def test_where_nobody_has_enough_the_model_stays() -> None:
    nobody = replace(SCENARIO, chain=Chain(5, 3, examples=4))

    state, report = Simulation(nobody).play(START, 0)

    assert (state.weights == START.weights).all()
    assert report.weight == 0
    assert np.isnan(report.loss)
