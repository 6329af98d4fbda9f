"""A table says what was measured, over how many seeds, and what was not."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.benchmarks.learn import fill, table
from tests.benchmarks.learn_cells import Cell, measured, wanted
from tests.benchmarks.learn_document import document
from tests.benchmarks.learn_summary import summary_of

CELLS = [Cell("majority", 10, False, "none", seed) for seed in (0, 1, 2)]  # as in the class
RESULT = {"macro_f1": 0.5, "spread": 0.01, "accuracy": 0.6, "bytes": 0, "seconds": 1.0}


def test_what_was_measured_is_not_measured_again(tmp_path: Path) -> None:
    first = fill(tmp_path / "cells.json", CELLS[:1], until_s=float("inf"))

    second = fill(tmp_path / "cells.json", CELLS, until_s=0.0)

    assert second == first == {CELLS[0].key: first[CELLS[0].key]}


def test_cells_without_a_result_are_named() -> None:
    answer = table(CELLS, {CELLS[0].key: RESULT})

    assert answer["not_yet_run"] == [CELLS[1].key, CELLS[2].key]


def test_seeds_give_an_interval_and_one_seed_gives_its_bootstrap() -> None:
    results = {cell.key: {**RESULT, "macro_f1": f1} for cell, f1 in zip(CELLS, (0.4, 0.5, 0.6), strict=True)}

    several, one = summary_of(CELLS[0], results), summary_of(CELLS[0], {CELLS[0].key: RESULT})

    assert several is not None
    assert several.half_width == pytest.approx(4.30 * 0.1 / 3**0.5)
    assert one is not None
    assert one.half_width == pytest.approx(0.0196)


def test_a_difference_is_taken_seed_by_seed_where_both_were_run() -> None:
    """Seeds as far apart as 0.2 whose difference is 0.01 each leave no interval at all."""
    other = [Cell("best", 10, False, "none", seed) for seed in (0, 1, 2)]
    results = {cell.key: {**RESULT, "macro_f1": f1} for cell, f1 in zip(CELLS, (0.4, 0.5, 0.6), strict=True)}
    results |= {
        cell.key: {**RESULT, "macro_f1": f1} for cell, f1 in zip(other, (0.41, 0.51, 0.61), strict=True)
    }

    found = summary_of(other[0], results, minus=CELLS[0])

    assert found is not None
    assert (found.macro_f1, found.half_width) == pytest.approx((0.01, 0.0))
    assert summary_of(other[0], results, minus=Cell("last zone", 10, False, "none", 0)) is None


def test_the_document_holds_what_was_measured_and_says_what_was_not() -> None:
    text = document(CELLS, {CELLS[0].key: RESULT})

    majority = next(line for line in text.splitlines() if line.startswith("| majority"))
    assert majority == "| majority | .500 ± .020 (1) | · | · | · | · | · | · | · |"
    assert "1 of 3 cells have been run." in text


def test_a_head_at_home_is_measured_over_the_model_that_was_learnt_together() -> None:
    cell = Cell("federated", 2, True, "1", 0)

    shared, at_home = measured(cell), measured(replace(cell, method="head at home"))

    assert at_home["macro_f1"] > shared["macro_f1"]
    assert at_home["bytes"] == shared["bytes"] > 0


def test_what_nobody_asked_for_is_told_from_what_was_not_run() -> None:
    text = document(CELLS, {})

    silent = next(line for line in text.splitlines() if line.startswith("| **together, no noise**"))
    assert silent.count("–") == 2
    assert silent.count("·") == 6


def test_no_cell_is_wanted_twice_and_one_seed_of_ten_shops_comes_first() -> None:
    cells = list(wanted(is_quick=False))

    assert len(set(cells)) == len(cells)
    assert cells[: len(list(wanted(is_quick=True)))] == list(wanted(is_quick=True))


def test_the_last_zone_says_more_than_the_majority_and_less_than_the_best() -> None:
    f1 = [measured(Cell(m, 10, False, "none", 0))["macro_f1"] for m in ("majority", "last zone", "best")]  # type: ignore[arg-type]

    assert f1 == sorted(f1)
