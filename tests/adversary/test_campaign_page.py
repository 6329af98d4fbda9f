"""Rows made anew take the place of the old ones, by command and date; nothing else on the page moves."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.adversary.campaign_page import AGAIN, Made, document, refreshed, table
from tests.adversary.row import Row

ONE = Row("kept", "somebody tries", 0.5, 1.0, holds=True, control=2.0, control_fails=True, detail="d")
TWO = replace(ONE, promise="kept too", measured=3.0, holds=False, control=None, control_fails=None)
WHOLE = Made(("--full", "--write", "C.md"), "full", datetime(2026, 11, 27, tzinfo=UTC))
ANEW = Made(("--full", "--only", "two", "--write", "C.md"), "full", datetime(2026, 11, 28, tzinfo=UTC))
PAGE = document([ONE, TWO], WHOLE)


def test_only_the_row_that_was_made_anew_changes() -> None:
    page = refreshed(PAGE, [replace(TWO, measured=0.0, holds=True)], ANEW)

    assert table([ONE, replace(TWO, measured=0.0, holds=True)]) in page
    assert page.startswith(PAGE.partition("| promise")[0].strip())


def test_the_page_tells_what_was_run_again_and_when() -> None:
    page = refreshed(PAGE, [TWO], ANEW)

    assert f"{AGAIN}1 of the rows on 2026-11-28, by `{ANEW.command}`.\n" in page


def test_the_same_run_is_told_once() -> None:
    once = refreshed(PAGE, [TWO], ANEW)

    assert refreshed(once, [TWO], ANEW) == once


def test_a_promise_that_is_new_stands_at_the_end() -> None:
    new = replace(ONE, promise="new")

    assert table([ONE, TWO, new]) in refreshed(PAGE, [new], ANEW)


def test_a_row_that_falls_is_told_as_fallen() -> None:
    assert "| **no** |" in refreshed(PAGE, [replace(ONE, holds=False)], ANEW)


def test_a_page_without_a_table_is_refused() -> None:
    with pytest.raises(ValueError, match="got none"):
        refreshed("# Campaign\n", [ONE], ANEW)
