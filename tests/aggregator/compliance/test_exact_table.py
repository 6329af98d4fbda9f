from aggregator.compliance.exact_table import table
from aggregator.compliance.typical_store import TypicalStore
from aggregator.compliance.utility import utility
from policies.loader import load_bundle

SHIPPED = load_bundle()
QUIET, USUAL = TypicalStore(visitors_a_day=100), TypicalStore()
TABLES = {store: utility(SHIPPED, SHIPPED, store) for store in (QUIET, USUAL)}


def line(lines: list[str], beginning: str) -> list[str]:
    """Return the cells of the line, which lie two spaces or more apart."""
    found = next(one for one in lines if " ".join(one.split()).startswith(beginning))
    return [cell.strip() for cell in found.split("  ") if cell.strip()]


def test_stores_stand_side_by_side() -> None:
    lines = table(TABLES, USUAL, has_held=True)

    assert line(lines, "number")[1:4] == ["in force", "draft, 100 a day", "draft, 300 a day"]
    assert line(lines, "footfall.day")[2:] == [
        "± 14 (4.7 %)",
        "± 14 (14 %)",
        "± 14 (4.7 %)",
        "entries",
        "≤ 5 %: met",
    ]


def test_without_a_version_in_force_there_is_no_column_for_it() -> None:
    assert line(table(TABLES, USUAL, has_held=False), "number")[1] == "draft, 100 a day"


def test_a_number_that_a_store_lacks_is_a_dash() -> None:
    lines = table(TABLES, QUIET, has_held=True)

    busy = line(lines, "footfall.hour people who come in, quietest hour")
    assert busy[2:] == ["–", "–", "± 6 (22 %)", "entries"]


def test_columns_are_aligned() -> None:
    lines = table(TABLES, USUAL, has_held=True)

    at = lines[0].index("in force")
    assert all(one[at - 1] == " " != one[at] for one in lines)
