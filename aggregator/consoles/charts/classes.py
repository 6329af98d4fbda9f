"""Bars that stand: one a class, shortest or smallest first, each with its whisker; grey inside the noise."""

from dataclasses import dataclass

from aggregator.consoles.charts import style
from aggregator.consoles.charts.style import Figure
from aggregator.consoles.words import interval, number
from aggregator.insights.estimate import Estimate


@dataclass(frozen=True, slots=True)
class Axes:
    """What the two axes say."""

    across: str
    upright: str


def figure(
    names: tuple[str, ...], parts: tuple[Estimate, ...], axes: Axes, split: int | None = None
) -> Figure:
    """Return the bars; from class number ``split`` on they take the second colour, behind a dashed line."""
    at = len(parts) if split is None else split
    colours = [style.SERIES if n < at else style.BEFORE for n in range(len(parts))]
    bars = {
        "type": "bar",
        "x": [_two_lines(name) for name in names],
        "y": [round(part.value, 1) for part in parts],
        "marker": {
            "color": [
                style.NOISE if part.may_be_zero else colour
                for part, colour in zip(parts, colours, strict=True)
            ]
        },
        "error_y": style.whiskers([part.half_width for part in parts]),
        "customdata": [
            f"{name}: {number(part.value)} ({interval(part)})"
            for name, part in zip(names, parts, strict=True)
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    return {
        "data": [bars],
        "layout": style.layout(
            xaxis=style.axis(axes.across, type="category", showgrid=False, tickangle=0),
            yaxis=style.axis(axes.upright, rangemode="tozero", nticks=5, tickformat=","),
            shapes=[] if split is None else [_border(split)],
        ),
    }


def _border(split: int) -> Figure:
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": split - 0.5,
        "x1": split - 0.5,
        "y0": 0,
        "y1": 1,
        "line": {"color": style.QUIET, "width": 1, "dash": "dash"},
    }


def _two_lines(name: str) -> str:
    """Return the class with its unit on a second line, so that seven fit side by side on a phone."""
    return "<br>".join(name.rsplit(" ", 1))
