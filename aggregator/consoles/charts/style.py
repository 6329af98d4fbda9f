"""What all figures share. A colour is the name of a CSS custom property; the page's script looks it up."""

from typing import Any, Final

from aggregator.consoles.model import CellKind, TableCell
from aggregator.consoles.words import interval, number, percent
from aggregator.consoles.words import percents as percent_ends
from aggregator.insights.estimate import Estimate
from aggregator.insights.period import Period
from aggregator.insights.ratio import Ratio
from aggregator.insights.reading import is_withheld

SERIES: Final = "--series-1"
SERIES_BAND: Final = "--series-1-band"
BEFORE: Final = "--series-2"
NOISE: Final = "--noise"
GAP: Final = "--gap"
GAP_LINE: Final = "--gap-line"
INK: Final = "--ink"
QUIET: Final = "--quiet"
RULE: Final = "--rule"
PAPER: Final = "--paper"
CARD: Final = "--card"
NOISE_FILL: Final = "--noise-fill"
OUTLINE: Final = "--outline"
LABEL: Final = "--label"
HATCH: Final = "--hatch"

CIVIDIS: Final = (
    (0.0, "#00224e"),
    (0.125, "#123570"),
    (0.25, "#3b496c"),
    (0.375, "#575d6d"),
    (0.5, "#707173"),
    (0.625, "#8a8678"),
    (0.75, "#a59c74"),
    (0.875, "#c3b369"),
    (1.0, "#fee838"),
)
"""Nine steps of cividis. Source: Nuñez, Anderton, Renslow 2018 (doi:10.1371/journal.pone.0199239)."""

BRIGHT: Final = 0.56
"""From this share of the ramp on, dark words read better than light ones."""
ON_BRIGHT: Final = "#0f1b2d"
ON_DARK: Final = "#ffffff"

_DAY_MS = 86_400_000
_MOST_TICKS = 7

Figure = dict[str, Any]  # Any: Plotly's own JSON


def layout(**more: Any) -> Figure:  # Any: Plotly's own JSON
    """Return the common layout with some of it changed."""
    base: Figure = {
        "autosize": True,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "font": {"family": "system-ui, sans-serif", "size": 12, "color": INK},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": PAPER, "bordercolor": RULE, "font": {"color": INK, "size": 12}},
        "bargap": 0.35,
    }
    return base | more


def axis(title: str = "", **more: Any) -> Figure:  # Any: Plotly's own JSON
    """Return a quiet axis: hairline grid, no frame, title with its unit; labels keep 6 px away."""
    base: Figure = {
        "gridcolor": RULE,
        "zerolinecolor": RULE,
        "tickfont": {"size": 12, "color": QUIET},
        "automargin": True,
        "fixedrange": True,
        "ticks": "outside",
        "ticklen": 6,
        "tickcolor": "rgba(0,0,0,0)",
    }
    if title:
        base["title"] = {"text": title, "font": {"size": 12, "color": QUIET}, "standoff": 8}
    return base | more


def names_axis(names: list[str]) -> Figure:
    """Return an upright axis with every name on it, the first at the top."""
    return axis(
        type="category",
        showgrid=False,
        dtick=1,
        categoryorder="array",
        categoryarray=list(reversed(names)),
        range=[-0.6, len(names) - 0.4],
    )


def days_axis(period: Period) -> Figure:
    """Return an axis with at most seven days named, each under its noon."""
    apart = -(-period.length_days // _MOST_TICKS)
    noon = f"{period.first} 12:00"
    return axis(type="date", tickformat="%-d %b", showgrid=False, tick0=noon, dtick=apart * _DAY_MS)


def hours_axis() -> Figure:
    """Return an axis that names hours, for a day or two."""
    return axis(type="date", tickformat="%H:%M", showgrid=False, nticks=8, hoverformat="%-d %b, %H:%M")


def height_of(names: int) -> int:
    """Return the height in px that so many names need, one below the other."""
    return max(140, 72 + 26 * names)


def cells(estimate: Estimate | None, reason: str, digits: int = 0) -> tuple[TableCell, TableCell]:
    """Return the two table cells of a number: itself and its interval, or the reason and a dash."""
    if estimate is None:
        kind: CellKind = "suppressed" if is_withheld(reason) else "gap"
        return TableCell(text=reason, kind=kind), TableCell(text="–", kind=kind)
    kind = "noise" if estimate.may_be_zero else "number"
    return (
        TableCell(text=number(estimate.value, digits), kind=kind),
        TableCell(text=interval(estimate, digits), kind=kind),
    )


def percents(found: Ratio | None, reason: str) -> tuple[TableCell, TableCell]:
    """Return the two table cells of a ratio in per cent, or the reason and a dash."""
    if found is None:
        kind: CellKind = "text" if reason == "–" else "gap"
        return TableCell(text=reason, kind=kind), TableCell(text="–", kind=kind)
    kind = "noise" if found.may_be_zero else "number"
    return (
        TableCell(text=percent(found.value, 1), kind=kind),
        TableCell(text=percent_ends(found), kind=kind),
    )


def whiskers(half_widths: list[float]) -> Figure:
    """Return the error bars of bars: the 95 % interval in ink."""
    return {
        "type": "data",
        "array": [round(half_width, 1) for half_width in half_widths],
        "color": INK,
        "thickness": 1.25,
        "width": 4,
    }


def text(value: str) -> TableCell:
    """Return a cell of words."""
    return TableCell(text=value)
