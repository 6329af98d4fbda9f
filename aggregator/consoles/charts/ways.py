"""Where people walk next: a square for each way from a part to another, one interval for all at once."""

from aggregator.consoles.charts import style
from aggregator.consoles.charts.style import Figure
from aggregator.consoles.model import Chart, Table
from aggregator.consoles.words import gaps, interval, number, weeks
from aggregator.insights.flow import Flow, Walk
from aggregator.insights.query import Question

_ROW_PX = 36


def chart(question: Question, found: Flow) -> Chart:
    """Return the ways between parts, rows left, columns reached; grey where the noise explains the count."""
    return Chart(
        key="flow",
        title="Where do people walk next?",
        lead=_lead(found),
        figure=_figure(found) if found.walks else {},
        summary=f"walks from part to part, {len(found.walks)} ways, each with its interval",
        table=_table(found),
        notes=_notes(found),
        csv=f"/api/v1/insights/flow.csv{question.address()}",
        empty="" if found.walks else found.gathered.reason or "no part on the floor plan",
        simulated=found.gathered.is_simulated,
        provisional=found.gathered.is_provisional,
    )


def _lead(found: Flow) -> str:
    if not found.walks:
        return ""
    best = found.walks[0]
    if best.count.may_be_zero:
        return "No way stands out of the noise."
    said = f"{number(best.count.value)} ± {number(best.count.half_width)}"
    return f"Most walked: {best.left} to {best.reached}, {said}."


def _figure(found: Flow) -> Figure:
    names = list(found.names)
    sure = {(walk.left, walk.reached): walk for walk in found.walks if not walk.count.may_be_zero}
    unsure = {(walk.left, walk.reached): walk for walk in found.walks if walk.count.may_be_zero}
    most = max((walk.count.value for walk in sure.values()), default=1.0)
    colours = {
        "colorscale": [list(stop) for stop in style.CIVIDIS],
        "zmin": 0,
        "zmax": round(most),
        "showscale": False,
    }
    grey = {"colorscale": [[0, style.NOISE_FILL], [1, style.NOISE_FILL]], "showscale": False}
    return {
        "data": [_squares(unsure, names) | grey, _squares(sure, names) | colours, _numbers(sure, most)],
        "layout": style.layout(
            height=_ROW_PX * len(names) + 96,
            xaxis=style.axis(type="category", showgrid=False, dtick=1, categoryarray=names),
            yaxis=style.names_axis(names),
        ),
    }


def _squares(walks: dict[tuple[str, str], Walk], names: list[str]) -> Figure:
    found = [[walks.get((left, reached)) for reached in names] for left in names]
    return {
        "type": "heatmap",
        "x": names,
        "y": names,
        "xgap": 2,
        "ygap": 2,
        "z": [[round(walk.count.value) if walk else None for walk in line] for line in found],
        "customdata": [[_hover(walk) if walk else "" for walk in line] for line in found],
        "hovertemplate": "%{customdata}<extra></extra>",
        "hoverongaps": False,
    }


def _numbers(walks: dict[tuple[str, str], Walk], most: float) -> Figure:
    """Return the numbers of the squares, dark on the bright half of the ramp."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [reached for _, reached in walks],
        "y": [left for left, _ in walks],
        "text": [f"{walk.count.value:.0f}" for walk in walks.values()],
        "textfont": {
            "size": 12,
            "color": [
                style.ON_BRIGHT if walk.count.value > style.BRIGHT * most else style.ON_DARK
                for walk in walks.values()
            ],
        },
        "hoverinfo": "skip",
    }


def _hover(walk: Walk) -> str:
    inside = ", inside the noise" if walk.count.may_be_zero else ""
    return f"{walk.left} to {walk.reached}: {number(walk.count.value)} ({interval(walk.count)}){inside}"


def _notes(found: Flow) -> tuple[str, ...]:
    if not found.walks:
        return ()
    half_width = max(walk.count.half_width for walk in found.walks)
    return (
        f"Walks of {weeks(found.gathered.first_dates)}; rows: where they begin, columns: where they lead.",
        f"Each number is within ± {number(half_width)}, all at once right 19 times in 20.",
        "Grey: inside the noise.",
        "A walk past another camera is not seen as one.",
        *filter(None, (gaps(found.gathered),)),
    )


def _table(found: Flow) -> Table:
    return Table(
        header=("From", "To", "Walks", "Simultaneous 95 % interval"),
        rows=tuple(
            (style.text(walk.left), style.text(walk.reached), *style.cells(walk.count, ""))
            for walk in found.walks
        ),
    )
