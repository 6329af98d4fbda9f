"""The five numbers at the top: what they are, how sure, against what, and the words for having none."""

from aggregator.consoles.model import Card
from aggregator.consoles.words import against, interval, number, percent, stay, stay_interval
from aggregator.insights.due import why_missing
from aggregator.insights.index import Index
from aggregator.insights.query import Question
from aggregator.insights.summary import Summary

_NONE = "–"


def cards(index: Index, question: Question, found: Summary) -> tuple[Card, ...]:
    """Return entries, people inside, median stay, busiest store and coverage, in this order."""
    return (
        _entries(question, found),
        _inside(question, found),
        _dwell(index, question, found),
        _busiest(index, found),
        _coverage(found),
    )


def _entries(question: Question, found: Summary) -> Card:
    estimate = found.entries.estimate
    counted = sum(line.days for line in found.stores)
    due = sum(line.days_expected for line in found.stores)
    return Card(
        key="entries",
        title="Entries",
        value=number(estimate.value) if estimate else _NONE,
        interval=interval(estimate) if estimate else "",
        detail=f"{counted} of {due} store-days measured" if estimate else found.entries.reason,
        change=against(question, found.entries_change),
        change_inside_noise=found.entries_change is not None and found.entries_change.is_inside_noise,
        plot=question.address(plot="entries"),
        plotted=question.asked.plot == "entries",
        noise=estimate is not None and estimate.may_be_zero,
        missing=estimate is None,
        simulated=found.entries.is_simulated,
        provisional=found.entries.is_provisional,
    )


def _inside(question: Question, found: Summary) -> Card:
    estimate = found.inside
    return Card(
        key="inside",
        title="People inside",
        value=number(estimate.value, 1) if estimate else _NONE,
        interval=interval(estimate, 2) if estimate else "",
        detail="mean per store while measured" if estimate else found.occupancy.reason,
        change=against(question, found.inside_change, 2),
        change_inside_noise=found.inside_change is not None and found.inside_change.is_inside_noise,
        plot=question.address(plot="occupancy"),
        plotted=question.asked.plot == "occupancy",
        noise=estimate is not None and estimate.may_be_zero,
        missing=estimate is None,
        simulated=found.occupancy.is_simulated,
        provisional=found.occupancy.is_provisional,
    )


def _dwell(index: Index, question: Question, found: Summary) -> Card:
    median = found.dwell.median
    few = "too few stays to tell" if found.dwell.days else why_missing(index, question.scope, "day")
    return Card(
        key="dwell",
        title="Median stay",
        value=stay(median) if median else _NONE,
        interval=stay_interval(median) if median else "",
        detail=f"of {number(found.dwell.stays.value)} stays in zones" if median else few,
        missing=median is None,
        simulated=found.dwell.is_simulated,
        provisional=found.dwell.is_provisional,
    )


def _busiest(index: Index, found: Summary) -> Card:
    if not found.busiest:
        return Card(
            key="busiest", title="Busiest store", value=_NONE, interval="", detail="no report", missing=True
        )
    best = next(line for line in found.stores if line in found.busiest)
    mean = best.per_day
    others = len(found.busiest) - 1
    alone = len(found.stores) == 1
    tie = f"{others} more within the noise" if others else "beyond the noise of the others"
    if alone:
        tie = "" if best.is_provisional else "complete days"
    so_far = f"{', ' if tie else ''}so far" if best.is_provisional else ""
    return Card(
        key="busiest",
        title="This store" if alone else "Busiest store",
        value=index.layouts[best.site].site_name,
        interval=f"{number(mean.value)} a day ({interval(mean)})" if mean else "",
        detail=f"{tie}{so_far}",
        simulated=best.entries.is_simulated,
        provisional=best.is_provisional,
    )


def _coverage(found: Summary) -> Card:
    return Card(
        key="coverage",
        title="Coverage",
        value=_NONE if found.coverage is None else percent(found.coverage, 1),
        interval="" if found.coverage is None else "exact: counts seconds, not people",
        detail="no report" if found.coverage is None else "of opening hours measured",
        missing=found.coverage is None,
        simulated=found.is_simulated,
    )
