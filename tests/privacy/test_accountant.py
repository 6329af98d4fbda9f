"""The accountant refuses before it spends, and counts what the dearest track has paid."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.accountant import (
    Charged,
    Entry,
    Refused,
    Span,
    charge,
    charge_moments,
    charge_release,
    worst_track,
)
from shared.ids import TaskId

prices = st.fractions(min_value=Fraction(1, 100), max_value=1, max_denominator=100)
entries = st.builds(
    Entry,
    task_id=st.sampled_from([TaskId("a.hour.site"), TaskId("b.day.site"), TaskId("c.day.site")]),
    epoch=st.integers(0, 2),
    rho=prices,
)
SHARE = Fraction(17, 100)
spans = st.builds(
    lambda start_s, length_s, rho, total: Span(start_s, start_s + length_s, rho, total),
    st.integers(0, 20),
    st.integers(1, 12),
    prices,
    st.fractions(min_value=1, max_value=3, max_denominator=4),
)


@given(st.fractions(min_value=0, max_value=1), prices, prices)
def test_what_is_charged_fits_the_share(spent: Fraction, price: Fraction, share: Fraction) -> None:
    answer = charge(spent, price, share)

    if isinstance(answer, Charged):
        assert answer.spent == spent + price <= share
    else:
        assert spent + price > share


def test_the_share_may_be_spent_to_the_last() -> None:
    assert charge(Fraction(12, 100), Fraction(5, 100), SHARE) == Charged(SHARE)


def test_a_hair_more_is_refused_with_the_figures() -> None:
    answer = charge(SHARE, Fraction(1, 10**12), SHARE)

    assert isinstance(answer, Refused)
    assert answer.problem.name == "over_budget"
    assert "17/100" in answer.problem.detail


@pytest.mark.parametrize("price", [Fraction(0), Fraction(-1)], ids=["free", "negative"])
def test_nothing_leaves_for_free(price: Fraction) -> None:
    with pytest.raises(ValueError, match="positive price"):
        charge(Fraction(0), price, SHARE)
    with pytest.raises(ValueError, match="positive price"):
        charge_release([], Entry(TaskId("a.hour.site"), 0, price), SHARE)


def test_nobody_starts_in_credit() -> None:
    with pytest.raises(ValueError, match="nothing owed"):
        charge(Fraction(-1), Fraction(1), SHARE)


@given(st.lists(entries, max_size=8))
def test_worst_track_is_the_dearest_choice_of_one_epoch_per_task(ledger: list[Entry]) -> None:
    tasks = sorted({entry.task_id for entry in ledger})
    choices = product(range(3), repeat=len(tasks))

    costs = [
        sum((e.rho for e in ledger if (e.task_id, e.epoch) in zip(tasks, choice, strict=True)), Fraction(0))
        for choice in choices
    ]

    assert worst_track(ledger) == max(costs)


@given(st.lists(entries, max_size=8), entries)
def test_permitted_release_keeps_the_worst_track_within_the_share(ledger: list[Entry], entry: Entry) -> None:
    answer = charge_release(ledger, entry, Fraction(1))

    assert isinstance(answer, Charged) == (worst_track([*ledger, entry]) <= 1)


def test_epochs_of_one_task_cost_once() -> None:
    hour = TaskId("a.hour.site")
    ledger = [Entry(hour, epoch, SHARE) for epoch in range(24)]

    assert charge_release(ledger, Entry(hour, 24, SHARE), SHARE) == Charged(SHARE)


def test_the_same_epoch_costs_twice() -> None:
    entry = Entry(TaskId("a.hour.site"), 7, SHARE)

    answer = charge_release([entry], entry, SHARE)

    assert isinstance(answer, Refused)
    assert answer.problem.name == "over_budget"


@given(st.lists(spans, max_size=8), spans)
def test_no_second_costs_more_than_the_smallest_total_that_holds_in_it(paid: list[Span], asked: Span) -> None:
    every_second = []
    for at_s in range(asked.start_s, asked.end_s):
        there = [asked, *(one for one in paid if one.start_s <= at_s < one.end_s)]
        every_second.append((sum(one.rho for one in there), min(one.total for one in there)))

    answer = charge_moments(paid, asked)

    if all(spent <= total for spent, total in every_second):
        assert answer == Charged(Fraction(max(spent for spent, _ in every_second)))
    else:
        assert isinstance(answer, Refused)


def test_over_all_doors_a_hair_more_is_refused_with_the_figures() -> None:
    answer = charge_moments([Span(0, 9, SHARE, SHARE)], Span(8, 10, SHARE, Fraction(1)))

    assert isinstance(answer, Refused)
    assert "at most rho 17/100 per track over all lanes and learning, got 17/50" in answer.problem.detail


def test_over_all_doors_the_total_may_be_spent_to_the_last() -> None:
    answer = charge_moments([Span(0, 9, SHARE, 2 * SHARE)], Span(8, 10, SHARE, Fraction(1)))

    assert answer == Charged(2 * SHARE)


@pytest.mark.parametrize(("length_s", "rho"), [(9, Fraction(0)), (0, SHARE)], ids=["free", "no time"])
def test_a_span_has_a_price_and_a_length(length_s: int, rho: Fraction) -> None:
    with pytest.raises(ValueError, match="stretch of time"):
        charge_moments([], Span(0, length_s, rho, SHARE))
