import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from aggregator.insights.table import to_csv


@given(st.lists(st.text(alphabet="=+-@ab \t", max_size=6), min_size=1, max_size=4))
def test_no_cell_starts_a_formula(cells: list[str]) -> None:
    text = to_csv(("name",), [cells])

    rows = list(csv.reader(io.StringIO(text)))
    assert all(not cell.startswith(("=", "+", "-", "@", "\t")) for row in rows[1:] for cell in row)


def test_negative_numbers_stay_numbers() -> None:
    assert to_csv(("value",), [(-3.5,)]).splitlines()[1] == "-3.5"


def test_missing_number_is_an_empty_cell() -> None:
    assert to_csv(("value", "why"), [(None, "no report")]).splitlines()[1] == ",no report"
