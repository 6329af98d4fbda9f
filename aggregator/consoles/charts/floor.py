"""Where people spend time: the floor in metres, zones outlined, people-seconds per m² on the bar."""

from dataclasses import replace

from aggregator.consoles.charts import style
from aggregator.consoles.charts.style import Figure
from aggregator.consoles.model import Chart, Table
from aggregator.consoles.words import interval, number, weeks
from aggregator.insights.due import why_missing
from aggregator.insights.heatmap import Heatmap, Patch, heatmap
from aggregator.insights.index import Index
from aggregator.insights.query import Question
from aggregator.insights.reading import NO_REPORT
from shared.ids import SiteId
from shared.metrics import OUTSIDE
from shared.schemas.layout import GridLayout, Point, SiteLayout, ZoneLayout

UNIT = "people-seconds per m²"

_NAME_WIDE, _NAME_HIGH = 0.3, 0.09
"""Room for a zone's name, as shares of the floor's two sides; a map is 340 px high, a name 20."""


def chart(index: Index, question: Question, site: SiteId | None) -> Chart:
    """Return the map of one shop; maps are never added up, since floors differ."""
    if site is None:
        return _empty(NO_REPORT)
    found = heatmap(index, site, question.period)
    layout = index.layouts[site]
    if found.grid is None or not found.patches:
        scope = replace(question.scope, sites=(site,))
        is_missing = found.reason in {"", NO_REPORT}
        why = why_missing(index, scope, "week") if is_missing else found.reason
        return _empty(why, layout.site_name)
    return Chart(
        key="floor",
        title=f"Where do people spend time? {layout.site_name}",
        lead=_lead(found, layout),
        figure=_figure(found, found.grid, layout),
        summary=f"floor map of {layout.site_name} in metres, {UNIT}, {len(found.patches)} cells",
        table=_table(found, layout),
        notes=(
            f"Sum of {weeks(found.weeks)}; {number(found.hours)} hours measured.",
            "Grey: inside the noise, with all cells at once right 19 times in 20.",
        ),
        csv=f"/api/v1/insights/heatmap.csv{question.address(site=site)}",
        simulated=found.is_simulated,
        provisional=found.is_provisional,
    )


def _empty(reason: str, name: str = "") -> Chart:
    return Chart(
        key="floor",
        title=f"Where do people spend time? {name}".strip(),
        lead="",
        figure={},
        summary="",
        table=Table(header=(), rows=()),
        empty=reason,
    )


def _lead(found: Heatmap, layout: SiteLayout) -> str:
    best = max(found.patches, key=lambda patch: patch.density.value)
    if best.density.may_be_zero:
        return "No patch of the floor stands out of the noise."
    where = _zone_at(best.centre_xy_m, layout) or "no zone"
    said = f"{number(best.density.value)} ± {number(best.density.half_width)} {UNIT}"
    return f"Most around x {best.centre_xy_m[0]:.1f} m, y {best.centre_xy_m[1]:.1f} m ({where}): {said}."


def _figure(found: Heatmap, grid: GridLayout, layout: SiteLayout) -> Figure:
    sure = {(patch.column, patch.row): patch for patch in found.patches if not patch.density.may_be_zero}
    unsure = {(patch.column, patch.row): patch for patch in found.patches if patch.density.may_be_zero}
    map_trace = _cells(sure, grid) | {
        "colorscale": [list(stop) for stop in style.CIVIDIS],
        "zmin": 0,
        "colorbar": {
            "title": {"text": UNIT, "side": "right", "font": {"size": 12, "color": style.QUIET}},
            "thickness": 10,
            "outlinewidth": 0,
            "tickfont": {"size": 12, "color": style.QUIET},
            "tickformat": ",",
        },
    }
    noise_trace = _cells(unsure, grid) | {
        "colorscale": [[0, style.NOISE_FILL], [1, style.NOISE_FILL]],
        "showscale": False,
    }
    return {
        "data": [noise_trace, map_trace],
        "layout": style.layout(
            shapes=[
                _off_floor(grid, layout.floor_polygon_xy_m),
                _outline(layout.floor_polygon_xy_m, 1.5),
                *(_outline(zone.polygon_xy_m, 1) for zone in _inside(layout)),
            ],
            annotations=_labels(layout),
            xaxis=style.axis("metres east", showgrid=False, zeroline=False, constrain="domain", nticks=8),
            yaxis=style.axis(
                "metres north", showgrid=False, zeroline=False, scaleanchor="x", constrain="domain", nticks=6
            ),
        ),
    }


def _inside(layout: SiteLayout) -> tuple[ZoneLayout, ...]:
    """Return the zones on the floor; the strip before the door is none of it."""
    return tuple(zone for zone in layout.zones if zone.zone_type != OUTSIDE)


def _cells(patches: dict[tuple[int, int], Patch], grid: GridLayout) -> Figure:
    rows, columns = range(grid.rows), range(grid.columns)
    found = [[patches.get((column, row)) for column in columns] for row in rows]
    return {
        "type": "heatmap",
        "x0": grid.origin_xy_m[0] + grid.cell_m / 2,
        "dx": grid.cell_m,
        "y0": grid.origin_xy_m[1] + grid.cell_m / 2,
        "dy": grid.cell_m,
        "z": [[round(patch.density.value) if patch else None for patch in line] for line in found],
        "customdata": [[_hover(patch) if patch else "" for patch in line] for line in found],
        "hovertemplate": "x %{x:.1f} m, y %{y:.1f} m: %{customdata}<extra></extra>",
        "hoverongaps": False,
    }


def _hover(patch: Patch) -> str:
    inside = ", inside the noise" if patch.density.may_be_zero else ""
    return f"{number(patch.density.value)} ({interval(patch.density)}){inside}"


def _off_floor(grid: GridLayout, floor: tuple[Point, ...]) -> Figure:
    """Return a cover over what lies off the floor: half a cell around the grid, the floor cut out."""
    (west, south), edge = grid.origin_xy_m, grid.cell_m / 2
    east, north = west + grid.columns * grid.cell_m + edge, south + grid.rows * grid.cell_m + edge
    box = ((west - edge, south - edge), (east, south - edge), (east, north), (west - edge, north))
    return {
        "type": "path",
        "path": f"{_path(box)} {_path(floor)}",
        "fillrule": "evenodd",
        "fillcolor": style.CARD,
        "line": {"width": 0},
        "layer": "above",
    }


def _path(ring: tuple[Point, ...]) -> str:
    return "M " + " L ".join(f"{x},{y}" for x, y in ring) + " Z"


def _outline(ring: tuple[Point, ...], width: float) -> Figure:
    return {
        "type": "path",
        "path": _path(ring),
        "line": {"color": style.OUTLINE, "width": width},
        "layer": "above",
    }


def _labels(layout: SiteLayout) -> list[Figure]:
    """Return the zones' names at their middles; one that would cover another moves below it."""
    xs, ys = zip(*layout.floor_polygon_xy_m, strict=True)
    wide_m, high_m = _NAME_WIDE * (max(xs) - min(xs)), _NAME_HIGH * (max(ys) - min(ys))
    placed: list[tuple[str, Point]] = []
    for zone in sorted(_inside(layout), key=lambda one: -_middle(one.polygon_xy_m)[1]):
        x, y = _middle(zone.polygon_xy_m)
        while any(abs(x - at[0]) < wide_m and abs(y - at[1]) < high_m for _, at in placed):
            y -= high_m / 4
        placed.append((zone.name, (x, y)))
    return [_label(name, at) for name, at in placed]


def _middle(ring: tuple[Point, ...]) -> Point:
    return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)


def _label(name: str, at: Point) -> Figure:
    return {
        "x": at[0],
        "y": at[1],
        "text": name,
        "showarrow": False,
        "font": {"size": 12, "color": style.INK},
        "bgcolor": style.LABEL,
        "borderpad": 2,
    }


def _zone_at(at: Point, layout: SiteLayout) -> str:
    """Return the name of the zone that holds the point, or nothing (even-odd rule)."""
    for zone in _inside(layout):
        ring = zone.polygon_xy_m
        crossings = 0
        for (ax, ay), (bx, by) in zip(ring, (*ring[1:], ring[0]), strict=True):
            if (ay > at[1]) != (by > at[1]) and at[0] < ax + (at[1] - ay) / (by - ay) * (bx - ax):
                crossings += 1
        if crossings % 2:
            return zone.name
    return ""


def _table(found: Heatmap, layout: SiteLayout) -> Table:
    ranked = sorted(found.patches, key=lambda patch: -patch.density.value)
    return Table(
        header=("x, m", "y, m", "Zone", UNIT.capitalize(), "Simultaneous 95 % interval"),
        rows=tuple(
            (
                style.text(f"{patch.centre_xy_m[0]:.1f}"),
                style.text(f"{patch.centre_xy_m[1]:.1f}"),
                style.text(_zone_at(patch.centre_xy_m, layout) or "–"),
                *style.cells(patch.density, ""),
            )
            for patch in ranked
        ),
    )
