"""Intervals along a line: one closed outline per stretch without a gap, so that a gap stays open."""

from collections.abc import Iterable, Sequence
from typing import Any

from aggregator.consoles.charts import style
from aggregator.consoles.charts.style import Figure
from aggregator.insights.estimate import Estimate

Stretch = Sequence[tuple[Any, Estimate]]
"""Where each point stands along the line (Any: a date's label or an hour), and its estimate; never empty."""


def figure(stretches: Iterable[Stretch], digits: int) -> Figure:
    """Return the outlines, their ends rounded to the digits; a lone point keeps a thin upright one."""
    x: list[Any] = []  # Any: as above, None between two outlines
    y: list[float | None] = []
    for stretch in stretches:
        there = [(at, estimate.high) for at, estimate in stretch]
        back = [(at, estimate.low) for at, estimate in reversed(stretch)]
        for at, end in (*there, *back, there[0]):
            x.append(at)
            y.append(round(end, digits))
        x.append(None)
        y.append(None)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "fill": "toself",
        "fillcolor": style.SERIES_BAND,
        "line": {"width": 1, "color": style.SERIES_BAND},
        "hoverinfo": "skip",
    }
