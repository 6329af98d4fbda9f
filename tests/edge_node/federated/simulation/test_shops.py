"""Invented shops follow their law, and the best answer is the law's own."""

import itertools

import numpy as np
import pytest

from edge_node.federated.simulation.law import STAYS
from edge_node.federated.simulation.shops import Chain, Shop, best_chances, examples_from
from edge_node.intent.levels import LEVELS, UNREAD
from edge_node.intent.window import Window

SKEWED = Chain(3, 100, skew=1.0)


def test_windows_are_windows_and_labels_as_often_as_the_shop_says() -> None:
    """4,000 draws: a share off by 6 σ has a chance under 1e-8."""
    shop = Shop(4_000)

    examples = examples_from(shop, 4_000, np.random.default_rng(1))

    shares = np.bincount(examples.labels, minlength=5) / 4_000
    assert (np.abs(shares - shop.shares) < 6 * np.sqrt(shop.shares / 4_000)).all()
    assert all(Window(levels) for levels in examples.windows[:50])


def test_a_shop_is_the_same_whenever_it_is_asked_for() -> None:
    first, second = (Chain(3, 100, skew=1.0).trained_on(7) for _ in range(2))

    assert (first.windows == second.windows).all()
    assert (first.labels == second.labels).all()
    assert (SKEWED.tested_on(7, 50).windows != first.windows[:50]).any()


def test_skewed_shops_differ_in_shares_plan_and_traffic() -> None:
    shops = [SKEWED.shop(index) for index in range(50)]

    assert len({shop.examples for shop in shops}) > 20
    assert np.std([shop.shares[0] for shop in shops]) > 0.1
    assert any(np.isnan(shop.plan[2]) and shop.shares[3] == 0 for shop in shops)


def test_shops_all_alike_have_one_law() -> None:
    shops = [Chain(3, 9).shop(index) for index in (0, 8)]

    assert (shops[0].shares == shops[1].shares).all()
    assert shops[0].examples == shops[1].examples == 300


def test_the_best_answer_is_the_sum_over_all_chains_of_phases() -> None:
    """Beside the forward procedure: every one of 4**4 chains, added up."""
    shop = SKEWED.shop(11)
    window = examples_from(shop, 1, np.random.default_rng(2)).windows
    law = shop.law
    joint = np.zeros(5)
    for label, chain in itertools.product(range(5), itertools.product(range(4), repeat=4)):
        chance = shop.shares[label] * law.begins[label, chain[0]]
        for before, after in itertools.pairwise(chain):
            chance *= STAYS * (before == after) + (1 - STAYS) * law.leans_to[label, after]
        for step, phase in enumerate(chain):
            for feature, level in enumerate(window[0, step]):
                if level == UNREAD:
                    continue
                if feature < len(LEVELS):
                    chance *= law.movement(feature)[phase, level]
                else:
                    place = feature - len(LEVELS)
                    chance *= law.distance(place, step, shop.plan[place])[label, level]
        joint[label] += chance

    assert np.allclose(best_chances(shop, window)[0], joint / joint.sum())


def test_the_best_answer_is_as_often_right_as_it_says() -> None:
    """20,000 windows: off by more than 6 σ has a chance under 1e-8."""
    shop = Shop(300)
    examples = examples_from(shop, 20_000, np.random.default_rng(4))

    chances = best_chances(shop, examples.windows)

    is_right = chances.argmax(axis=1) == examples.labels
    assert is_right.mean() == pytest.approx(chances.max(axis=1).mean(), abs=6 * 0.5 / 20_000**0.5)
