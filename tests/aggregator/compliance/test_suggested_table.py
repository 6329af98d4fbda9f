"""A suggestion says what it would change, why, and that no released number chose it."""

import json

from aggregator.compliance.suggest import suggest
from aggregator.compliance.suggested_table import NEVER_FROM_DATA, suggested_lines, suggested_object
from aggregator.compliance.typical_store import TypicalStore
from policies.loader import load_bundle

QUIET = TypicalStore(100)
FOUND = suggest(load_bundle(), QUIET)
LINES = {line.split(" ")[0]: " ".join(line.split()) for line in suggested_lines(FOUND, QUIET)}


def test_it_says_what_is_assumed_and_that_nothing_was_counted() -> None:
    first, second = suggested_lines(FOUND, QUIET)[:2]

    assert first.startswith("An assumed store, nothing of it measured: 100 visitors a day")
    assert second == NEVER_FROM_DATA


def test_a_change_has_both_numbers_beside_it() -> None:
    assert LINES["footfall"] == (
        "footfall hour rho 1/20, day rho 1/100 week rho 3/50 people who come in ± 6 of 600 (1 %), "
        "≤ 5 %: met; in the draft people who come in ± 14 of 100 (14 %), ≤ 5 %: missed"
    )


def test_a_map_says_its_squares() -> None:
    assert "week rho 3/100, 100 cells week rho 3/100, 64 cells" in LINES["heatmap"]


def test_what_stays_and_what_cannot_be_carried_are_told_apart() -> None:
    assert "as it is" in LINES["funnel"]
    assert "more budget, or off even by the week" in LINES["shelf"]


def test_machines_get_the_same() -> None:
    told = json.loads(json.dumps(suggested_object(FOUND, QUIET)))

    assert told["assumed"]["visitors_a_day"] == 100
    footfall = next(one for one in told["suggestions"] if one["metric"] == "footfall")
    assert (footfall["changes"], footfall["is_met"]) == (True, True)
    assert footfall["proposed"]["rho"] == {"week": "3/50"}
    assert footfall["draft"]["is_met"] is False
