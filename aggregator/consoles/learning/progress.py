"""Does the model get better? Right answers and loss round by round, each with the band of its noise."""

from collections.abc import Callable, Sequence

from aggregator.consoles.charts import band, style
from aggregator.consoles.charts.style import Figure
from aggregator.consoles.model import Chart, Table, TableCell
from aggregator.consoles.words import number, percent
from aggregator.federated.tables import RoundRow
from aggregator.insights.estimate import Estimate

_NORMAL = 1.96
"""Half-widths of noise that is normal, in σ."""
_Point = tuple[int, float, float]
"""Round, value, half-width of its noise."""


def charts(completed: Sequence[RoundRow]) -> tuple[Chart, ...]:
    """Return both pictures; rounds oldest first."""
    hits = [(one.round, one.hits, one.hits_half_width or 0.0) for one in completed if one.hits is not None]
    loss = [(one.round, one.loss, one.loss_half_width or 0.0) for one in completed if one.loss is not None]
    return (
        _chart("hits", "Does it tell better what comes next?", hits, lambda value: percent(value, 1), ".0%"),
        _chart(
            "loss", "How surprised is it by what comes next?", loss, lambda value: number(value, 2), ".2f"
        ),
    )


def _chart(key: str, title: str, points: list[_Point], words: Callable[[float], str], form: str) -> Chart:
    rows = tuple(
        (
            style.text(str(round_)),
            TableCell(text=words(value), kind="number"),
            TableCell(text=f"{words(value - wide)} to {words(value + wide)}", kind="number"),
        )
        for round_, value, wide in points
    )
    return Chart(
        key=key,
        title=title,
        lead=_lead(points, words),
        figure=_figure(points, form) if points else {},
        summary="one point a round, with the 95 % interval of the stores' noise",
        table=Table(header=("Round", "Value", "95 % interval"), rows=rows),
        notes=("Band: the 95 % interval of the noise.",) if points else (),
        empty="" if points else "no completed round with enough windows",
    )


def _lead(points: list[_Point], words: Callable[[float], str]) -> str:
    if not points:
        return ""
    (first, before, wide_before), (last, now, wide_now) = points[0], points[-1]
    if first == last:
        return f"{words(now)} in round {last}."
    moved = abs(now - before) > (wide_before**2 + wide_now**2) ** 0.5
    said = f"From {words(before)} in round {first} to {words(now)} in round {last}"
    return f"{said}." if moved else f"{said}: within the noise."


def _figure(points: list[_Point], form: str) -> Figure:
    x = [round_ for round_, _, _ in points]
    stretch = [(round_, Estimate(value, wide, (wide / _NORMAL) ** 2)) for round_, value, wide in points]
    line = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": x,
        "y": [value for _, value, _ in points],
        "line": {"color": style.SERIES, "width": 2},
        "marker": {"color": style.SERIES, "size": 6},
        "hovertemplate": f"round %{{x}}: %{{y:{form}}}<extra></extra>",
    }
    return {
        "data": [band.figure([stretch], 4), line],
        "layout": style.layout(
            height=260,
            xaxis=style.axis("round", dtick=max(1, len(x) // 8), showgrid=False),
            yaxis=style.axis(tickformat=form),
        ),
    }
