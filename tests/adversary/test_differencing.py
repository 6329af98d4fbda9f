"""No questions to HQ's API prove more about one track than it paid for. False alarm: 1e-7.

The other tests look at what the attacker has: without noise, every way of asking gives the exact truth.
"""

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.adversary.differencing import DAYS, NOW, STORES, World, features, rows, world
from tests.adversary.row import fallen
from tests.support.asgi import running
from tests.support.clock import FakeClock
from tests.support.hq_app import hq_app
from tests.support.hub_world import silence


@pytest.fixture(scope="module")
def bare() -> Iterator[tuple[World, NDArray[np.float64]]]:
    made = world(np.random.default_rng(3), silence)
    with running(hq_app(made.published, FakeClock(NOW))) as client:
        yield made, features(client, made)


def test_every_row_stands() -> None:
    assert fallen(rows(scale="small", seed=1)) == []


def test_without_noise_every_question_answers_whether_the_canary_was_there(
    bare: tuple[World, NDArray[np.float64]],
) -> None:
    made, seen = bare

    for question in seen.T:
        assert question == pytest.approx(made.is_there.ravel().astype(float), abs=0.06)


def test_the_canary_comes_on_every_second_day_of_each_store(bare: tuple[World, NDArray[np.float64]]) -> None:
    made, _ = bare

    assert made.is_there.shape == (STORES, DAYS)
    assert set(made.is_there.sum(axis=1)) == {DAYS // 2}
