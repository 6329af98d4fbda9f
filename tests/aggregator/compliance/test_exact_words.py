import pytest

from aggregator.compliance.exact_words import amount, assumed, promised, said, said_briefly
from aggregator.compliance.typical_store import TypicalStore
from aggregator.compliance.utility import Exactness

DAY = Exactness("site", 1, expected=300.0, half_width=14.0, target=0.05)
NOISE = Exactness("site", 1, expected=0.03, half_width=0.76, target=None)
CHAIN = Exactness("cohort", 5, expected=1500.0, half_width=28.0, target=None)


@pytest.mark.parametrize(
    ("exactness", "whole", "brief"),
    [
        (DAY, "± 14 of 300 (4.7 %)", "± 14 (4.7 %)"),
        (NOISE, "± 0.76 of 0.03 (> 100 %)", "± 0.76 (> 100 %)"),
        (CHAIN, "± 28 of 1500 over 5 stores (1.9 %)", "± 28 (1.9 %) over 5 stores"),
        (None, "not measured", "not measured"),
    ],
    ids=["number", "noise", "cohort", "nothing"],
)
def test_an_interval_is_said_with_its_share(exactness: Exactness | None, whole: str, brief: str) -> None:
    assert (said(exactness), said_briefly(exactness)) == (whole, brief)


def test_a_promise_says_whether_it_is_kept() -> None:
    missed = Exactness("site", 1, expected=100.0, half_width=14.0, target=0.05)

    assert (promised(DAY), promised(missed)) == ("≤ 5 %: met", "≤ 5 %: missed")
    assert promised(NOISE) == promised(None) == ""


def test_the_store_is_called_assumed() -> None:
    assert assumed(TypicalStore(zones=1)) == (
        "An assumed store, nothing of it measured: 300 visitors a day, open 11 hours on 6 days a week, "
        "1 zone, 100 cells."
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [(300.0, "300"), (27.3, "27"), (7.33, "7.3"), (8.0, "8"), (0.5, "0.5"), (0.756, "0.76")],
)
def test_a_number_has_the_decimals_that_say_something(value: float, text: str) -> None:
    assert amount(value) == text
