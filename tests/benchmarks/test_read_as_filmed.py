"""Looks are told apart by what people do and how tall they are; a box is a person's or nobody's."""

import numpy as np

from tests.benchmarks.read_as_filmed import Look, box_of, table
from tests.benchmarks.silhouettes import Shown

BOX = np.array([100.0, 100, 160, 300])


def shown(box: np.ndarray) -> Shown:
    nothing = np.zeros((17, 2))
    return Shown(1, np.zeros(2), box, box, 1.0, nothing, np.zeros(17, dtype=np.bool_))


def test_a_row_has_the_shares_of_its_own_looks() -> None:
    reaching = [
        Look("hand in a shelf", 120.0, bare=True, filled=False),
        Look("hand in a shelf", 130.0, bare=True, filled=True),
    ]

    rows = table({"drawn": [*reaching, Look("walks", 120.0, bare=False, filled=False)]})

    assert rows[2:] == [
        "| drawn | hand in a shelf | 100-150 | 2 | 1.00 | 0.50 |",
        "| drawn | walks | 100-150 | 1 | 0.00 | 0.00 |",
    ]


def test_the_likest_box_is_the_persons() -> None:
    found = box_of(shown(BOX), np.stack((BOX + 30, BOX + 5)))

    assert found is not None
    assert found.tolist() == (BOX + 5).tolist()


def test_nobody_has_a_box_that_is_another_ones() -> None:
    assert box_of(shown(BOX), np.stack((BOX + 500,))) is None
    assert box_of(shown(BOX), np.empty((0, 4))) is None
