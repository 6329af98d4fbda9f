"""How far interest goes: a bar a step; shares within a camera's view, ratios between views."""

from aggregator.consoles.charts import style
from aggregator.consoles.charts.style import Figure
from aggregator.consoles.model import Chart, Table, TableCell
from aggregator.consoles.words import gaps, interval, number, percent, percents, stage
from aggregator.insights.funnel import Funnel, Step
from aggregator.insights.query import Question

_ROW_PX = 60
_ABOVE_PX = 25
_COARSE = 0.02
"""An interval as wide as this share is said in whole per cent, and so is a ratio of 100 % and more."""
SHARE = "share"
RATIO = "ratio, not share"


def chart(question: Question, found: Funnel) -> Chart:
    """Return the funnel: steps of one view nested, a dashed line where another view begins."""
    reason = "" if found.steps else found.gathered.reason
    return Chart(
        key="funnel",
        title="How far does interest go?",
        lead=_lead(found),
        figure=_figure(found.steps) if found.steps else {},
        summary="tracks that got so far at least, step by step, each with its interval",
        table=_table(found),
        notes=_notes(found) if found.steps else (),
        csv=f"/api/v1/insights/funnel.csv{question.address()}",
        empty=reason,
        simulated=found.gathered.is_simulated,
        provisional=found.gathered.is_provisional,
    )


def _lead(found: Funnel) -> str:
    said = [words for words in (_said(found.step("enter")), _said(found.step("engage"))) if words]
    return f"Of those who {'; of those who '.join(said)}." if said else ""


def _said(step: Step | None) -> str:
    if step is None or step.of_before is None or step.before is None or not step.is_share:
        return ""
    share = f"{percent(step.of_before.value, 1)} ({percents(step.of_before)})"
    return f"{stage(step.before)}, {share} {stage(step.stage)}"


def _figure(steps: tuple[Step, ...]) -> Figure:
    names = [stage(step.stage).capitalize() for step in steps]
    bars = {
        "type": "bar",
        "orientation": "h",
        "width": 0.34,
        "y": names,
        "x": [round(step.reached.value, 1) for step in steps],
        "marker": {"color": [style.NOISE if step.reached.may_be_zero else style.SERIES for step in steps]},
        "error_x": style.whiskers([step.reached.half_width for step in steps]),
        "customdata": [f"{number(step.reached.value)} ({interval(step.reached)})" for step in steps],
        "hovertemplate": "%{y}: %{customdata}<extra></extra>",
    }
    return {
        "data": [bars],
        "layout": style.layout(
            height=_ROW_PX * len(steps) + 60,
            xaxis=style.axis("tracks", rangemode="tozero", nticks=5, tickformat=","),
            yaxis=style.names_axis(names),
            annotations=[
                _between(step, name) for step, name in zip(steps, names, strict=True) if step.before
            ],
            shapes=[_border(len(steps) - at) for at, step in enumerate(steps) if at and not step.is_share],
        ),
    }


def _between(step: Step, name: str) -> Figure:
    """Return the words above a step's bar: what it is of the step before."""
    return {
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": name,
        "yshift": _ABOVE_PX,
        "text": _of_before(step),
        "showarrow": False,
        "font": {"size": 12, "color": style.QUIET},
    }


def _of_before(step: Step) -> str:
    if step.before is None:
        return ""
    before = stage(step.before)
    if step.of_before is None:
        return f"too few who {before} to compare with"
    is_coarse = step.of_before.high - step.of_before.low >= _COARSE or step.of_before.value >= 1
    digits = 0 if is_coarse else 1
    value, ends = percent(step.of_before.value, digits), percents(step.of_before, digits)
    return f"{value} ({ends}), {SHARE}" if step.is_share else f"{value} ({ends}), {RATIO}"


def _border(at: int) -> Figure:
    """Return the dashed line above the bar that stands at this place from below."""
    return {
        "type": "line",
        "xref": "paper",
        "yref": "y",
        "x0": 0,
        "x1": 1,
        "y0": at - 0.28,
        "y1": at - 0.28,
        "line": {"color": style.QUIET, "width": 1, "dash": "dash"},
    }


def _notes(found: Funnel) -> tuple[str, ...]:
    days = len(found.gathered.releases)
    said = {
        f"Tracks of {days} store-day{'s' if days > 1 else ''}; each camera's view counts for itself.": True,
        "Dashed: another view begins. Nobody is linked between views, so what stands there is a ratio of "
        "two counts, not a share; it may exceed 100 %.": any(
            step.before and not step.is_share for step in found.steps
        ),
        f"Told by no camera: {', '.join(stage(one) for one in found.untold)}.": bool(found.untold),
        gaps(found.gathered): bool(found.gathered.gaps),
        f"{found.gathered.withheld} withheld: fewer than the stores a sum needs.": bool(
            found.gathered.withheld
        ),
    }
    return tuple(note for note, holds in said.items() if holds)


def _table(found: Funnel) -> Table:
    groups = [("all views", found.steps), *((view.name, view.steps) for view in found.views)]
    return Table(
        header=(
            "View",
            "Step",
            "Tracks so far",
            "95 % interval",
            "Of the step before",
            "95 % interval",
            "Kind",
        ),
        rows=tuple(_row(name, step) for name, steps in groups for step in steps),
    )


def _row(name: str, step: Step) -> tuple[TableCell, ...]:
    kind = "–" if step.before is None else SHARE if step.is_share else RATIO
    return (
        style.text(name),
        style.text(stage(step.stage)),
        *style.cells(step.reached, ""),
        *style.percents(step.of_before, "–" if step.before is None else "too few"),
        style.text(kind),
    )
