"""Round by round, with the band of the noise; a change within it is said to be one."""

import pytest

from aggregator.consoles.learning.progress import charts
from tests.support.learning_rows import completed


def test_without_a_round_nothing_is_drawn_and_it_says_why() -> None:
    assert [chart.empty for chart in charts([])] == ["no completed round with enough windows"] * 2


def test_a_single_round_is_a_point() -> None:
    assert charts([completed(4, hits=0.4)])[0].lead == "40.0\u202f% in round 4."


@pytest.mark.parametrize(
    ("hits", "ends"), [(0.43, "within the noise."), (0.6, "round 2.")], ids=["no", "yes"]
)
def test_a_change_is_one_only_beyond_the_noise(hits: float, ends: str) -> None:
    assert charts([completed(1, hits=0.4), completed(2, hits=hits)])[0].lead.endswith(ends)


def test_the_picture_has_a_band_and_the_table_its_ends() -> None:
    first = charts([completed(1, hits=0.4), completed(2, hits=0.5)])[0]

    assert [part["mode"] for part in first.figure["data"]] == ["lines", "lines+markers"]
    assert [cell.text for cell in first.table.rows[1]] == ["2", "50.0\u202f%", "47.0\u202f% to 53.0\u202f%"]
