"""A table says what was measured, over how many seeds, and what was not."""

from pathlib import Path

import pytest

from tests.benchmarks.learn import as_text, fill, key, summed, table
from tests.benchmarks.learn_cells import Cell, measured, wanted

CELLS = [Cell("majority", 10, False, "none", seed) for seed in (0, 1)]  # as in the class
RESULT = {"macro_f1": 0.5, "spread": 0.01, "accuracy": 0.6, "bytes": 0, "seconds": 1.0}


def test_what_was_measured_is_not_measured_again(tmp_path: Path) -> None:
    first = fill(tmp_path / "cells.json", CELLS[:1], until_s=float("inf"))

    second = fill(tmp_path / "cells.json", CELLS, until_s=0.0)

    assert second == first == {key(CELLS[0]): first[key(CELLS[0])]}


def test_cells_without_a_result_are_named() -> None:
    answer = table(CELLS, {key(CELLS[0]): RESULT})

    assert answer["not_yet_run"] == [key(CELLS[1])]
    assert "not yet run: 1" in as_text(answer)


def test_seeds_give_an_interval_and_one_seed_gives_its_bootstrap() -> None:
    several = summed([{**RESULT, "macro_f1": value} for value in (0.4, 0.5, 0.6)])

    assert several["half_width"] == pytest.approx(4.30 * 0.1 / 3**0.5, abs=1e-4)
    assert summed([RESULT])["half_width"] == pytest.approx(0.0196)


def test_no_cell_is_wanted_twice_and_one_seed_of_ten_shops_comes_first() -> None:
    cells = list(wanted(is_quick=False))

    assert len(set(cells)) == len(cells)
    assert cells[: len(list(wanted(is_quick=True)))] == list(wanted(is_quick=True))


def test_the_last_zone_says_more_than_the_majority_and_less_than_the_best() -> None:
    f1 = [measured(Cell(m, 10, False, "none", 0))["macro_f1"] for m in ("majority", "last zone", "best")]  # type: ignore[arg-type]

    assert f1 == sorted(f1)
