"""Every classifier finds people whom anybody would find, and says how sure it is."""

import numpy as np
import pytest

from tests.adversary.linkers import LINKERS, QUICK, STEPS

RNG = np.random.default_rng(1)
PEOPLE = np.repeat(np.arange(4), 20)
KNOWN = np.eye(4)[PEOPLE].repeat(STEPS, axis=1) * 3 + RNG.normal(0, 0.5, (80, 4 * STEPS))


@pytest.mark.parametrize("name", LINKERS)
def test_people_who_stand_out_are_found(name: str) -> None:
    shares = LINKERS[name](KNOWN[::2], PEOPLE[::2], KNOWN[1::2])

    assert (shares.argmax(axis=1) == PEOPLE[1::2]).mean() > 0.9
    assert shares.sum(axis=1) == pytest.approx(np.ones(40), abs=1e-5)


def test_the_quick_ones_are_among_them() -> None:
    assert set(QUICK) < set(LINKERS)
