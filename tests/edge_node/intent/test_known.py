"""What is rarer than nearly all that a model was made from, or was hardly read, is unlike it."""

import numpy as np

from edge_node.federated.simulation.shops import Shop, examples_from
from edge_node.intent.form import LEVEL_COUNTS
from edge_node.intent.known import Known

RNG = np.random.default_rng(9)
SEEN = examples_from(Shop(3_000), 3_000, RNG).windows
KNOWN = Known.of(SEEN)


def test_of_windows_alike_about_one_in_a_hundred_is_refused() -> None:
    """5,000 windows: a share above 2.5 % has a chance under 1e-15 at a true 1.2 %."""
    alike = examples_from(Shop(5_000), 5_000, RNG).windows

    assert KNOWN.is_unlike(alike).mean() < 0.025


def test_most_windows_of_levels_at_random_are_refused() -> None:
    random = np.stack([RNG.integers(0, count, (500, 4)) for count in LEVEL_COUNTS], axis=2).astype(np.int8)

    assert KNOWN.is_unlike(random).mean() > 0.5


def test_a_window_that_was_hardly_read_is_refused() -> None:
    hardly = SEEN[:20].copy()
    hardly[:, :, 3:] = -1

    assert KNOWN.is_unlike(hardly).all()


def test_no_windows_get_no_answers() -> None:
    assert KNOWN.is_unlike(SEEN[:0]).tolist() == []
