"""Bars that lie on their side: a part of the store each, with whiskers; withheld hatched, missing grey."""

from dataclasses import dataclass

from aggregator.consoles.charts import style
from aggregator.consoles.charts.style import Figure
from aggregator.consoles.words import interval, number
from aggregator.insights.estimate import Estimate
from aggregator.insights.reading import is_withheld


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: a number, or the reason why there is none."""

    name: str
    estimate: Estimate | None
    reason: str = ""
    more: str = ""
    """What a pointer finds beside the number and its interval."""


def figure(bars: list[Bar], unit: str) -> Figure:
    """Return the bars, the first at the top; a missing one is a grey word and never a zero."""
    known = [(bar, bar.estimate) for bar in bars if bar.estimate is not None]
    withheld = [bar for bar in bars if bar.estimate is None and is_withheld(bar.reason)]
    missing = [bar for bar in bars if bar.estimate is None and not is_withheld(bar.reason)]
    most = max((estimate.high for _, estimate in known), default=1.0)
    return {
        "data": [_solid(known), _hatched(withheld, most)],
        "layout": style.layout(
            barmode="overlay",
            height=style.height_of(len(bars)),
            xaxis=style.axis(unit, rangemode="tozero", nticks=5, tickformat=",", showticklabels=bool(known)),
            yaxis=style.names_axis([bar.name for bar in bars]),
            annotations=[
                *(_reason(bar, style.PAPER) for bar in withheld),
                *(_reason(bar, style.GAP) for bar in missing),
            ],
        ),
    }


def is_drawn(bars: list[Bar]) -> bool:
    """Whether there is a number or a withheld one to draw."""
    return any(bar.estimate is not None or is_withheld(bar.reason) for bar in bars)


def _solid(known: list[tuple[Bar, Estimate]]) -> Figure:
    return {
        "type": "bar",
        "orientation": "h",
        "y": [bar.name for bar, _ in known],
        "x": [round(estimate.value, 1) for _, estimate in known],
        "marker": {"color": [style.NOISE if e.may_be_zero else style.SERIES for _, e in known]},
        "error_x": style.whiskers([estimate.half_width for _, estimate in known]),
        "customdata": [f"{number(e.value)} ({interval(e)}){bar.more}" for bar, e in known],
        "hovertemplate": "%{y}: %{customdata}<extra></extra>",
    }


def _hatched(withheld: list[Bar], most: float) -> Figure:
    """Return bars as wide as the picture, so that their length says nothing."""
    return {
        "type": "bar",
        "orientation": "h",
        "y": [bar.name for bar in withheld],
        "x": [most for _ in withheld],
        "marker": {
            "color": "rgba(0,0,0,0)",
            "line": {"color": style.HATCH, "width": 1},
            "pattern": {"shape": "/", "fgcolor": style.HATCH, "size": 7, "solidity": 0.18},
        },
        "customdata": [bar.reason for bar in withheld],
        "hovertemplate": "%{y}: %{customdata}<extra></extra>",
    }


def _reason(bar: Bar, background: str) -> Figure:
    return {
        "x": 0.02,
        "xref": "paper",
        "xanchor": "left",
        "y": bar.name,
        "text": bar.reason,
        "showarrow": False,
        "font": {"size": 12, "color": style.INK},
        "bgcolor": background,
        "borderpad": 2,
    }
