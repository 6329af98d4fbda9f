"""How far interest goes: steps from passing by to paying, nested within a view, in ratio between views.

A release counts each track once, at the furthest step it reached in the view that saw it. What got so far at
least is the sum from there on, within one view: there the steps are nested and one over the other is a share.
Nobody is linked between views, so there one over the other is a ratio of two counts and may exceed 100 %.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from aggregator.insights.estimate import Estimate, total
from aggregator.insights.gathered import Gathered, Key, gather, sums
from aggregator.insights.index import Index
from aggregator.insights.ratio import Ratio, ratio
from aggregator.insights.series import Scope
from shared.metrics import Subjects
from shared.schemas.layout import STAGES, Stage
from shared.schemas.release import Release

View = tuple[Stage, ...]
"""What can be told in one view: its steps."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the funnel."""

    stage: Stage
    reached: Estimate
    """Tracks that got so far at least, in the views that tell this step."""
    before: Stage | None
    """The step before it; None for the first."""
    of_before: Ratio | None
    """This step ÷ the one before; None when there is none or too few."""
    is_share: bool
    """Whether every view that tells one of the two tells the other: then the ratio is a share."""


@dataclass(frozen=True, slots=True)
class ViewSteps:
    """The steps in one view, or in all views that tell the same steps."""

    name: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Funnel:
    """The funnel of one store or of several."""

    steps: tuple[Step, ...]
    """In the order of STAGES; a step that no view tells is left out."""
    views: tuple[ViewSteps, ...]
    """The same, view by view of one store, or by what the views tell over several."""
    untold: tuple[Stage, ...]
    """Steps that no number is about."""
    gathered: Gathered

    def step(self, stage: Stage) -> Step | None:
        """Return the step, or None when it has no number."""
        return next((step for step in self.steps if step.stage == stage), None)


@dataclass(frozen=True, slots=True)
class _Furthest:
    """Tracks whose furthest step in a view was this one."""

    view_name: str
    view: View
    stage: Stage
    tracks: Estimate


def funnel(index: Index, scope: Scope) -> Funnel:
    """Return the funnel of the days of the period."""
    gathered = gather(index, scope, "funnel")
    cells = _by_cohort(index, gathered) if gathered.lane == "cohort" else _by_view(gathered)
    steps = _steps(cells)
    told = {step.stage for step in steps}
    return Funnel(
        steps,
        _views(cells, alone=len(scope.sites) == 1),
        tuple(stage for stage in STAGES if stage not in told),
        gathered,
    )


def _by_view(gathered: Gathered) -> tuple[_Furthest, ...]:
    """Return the cells of each view of each floor plan; a view that was changed is another view."""

    def where(release: Release, view: str, stage: str) -> Key:
        return (f"{release.scope}/{release.layout_hash}/{view}", stage)

    found = sums(gathered, where)
    views: dict[str, list[str]] = defaultdict(list)
    for name, stage in found:
        views[name].append(stage)
    return tuple(
        _Furthest(name.rsplit("/", 1)[1], _in_order(views[name]), _stage(stage), count.reading.estimate)
        for (name, stage), count in found.items()
        if count.reading.estimate
    )


def _by_cohort(index: Index, gathered: Gathered) -> tuple[_Furthest, ...]:
    """Return the cells of a sum over stores, whose views are told apart by the step alone.

    Where the stores' views differ in what a step stands beside, it cannot be told and is left out.
    """
    views = [view for layout in index.layouts.values() for _, view in Subjects.of_site(layout).views]
    found = sums(gathered, lambda _, __, stage: ("", stage))
    cells = []
    for stage in STAGES:
        telling = {_in_order(view) for view in views if stage in view}
        count = found.get(("", stage))
        if len(telling) == 1 and count is not None and count.reading.estimate is not None:
            view = telling.pop()
            cells.append(_Furthest(_words(view), view, stage, count.reading.estimate))
    return tuple(cells)


def _steps(cells: Iterable[_Furthest]) -> tuple[Step, ...]:
    reached: dict[Stage, dict[int, _Furthest]] = {stage: {} for stage in STAGES}
    telling: dict[Stage, set[tuple[str, View]]] = defaultdict(set)
    for at, cell in enumerate(cells):
        for stage in cell.view:
            telling[stage].add((cell.view_name, cell.view))
            if STAGES.index(stage) <= STAGES.index(cell.stage):
                reached[stage][at] = cell
    told = [stage for stage in STAGES if reached[stage]]
    first = [Step(stage, _sum(reached[stage]), None, None, is_share=False) for stage in told[:1]]
    later = [
        Step(
            stage,
            _sum(reached[stage]),
            before,
            _ratio(reached[stage], reached[before]),
            is_share=telling[stage] == telling[before],
        )
        for before, stage in pairwise(told)
    ]
    return (*first, *later)


def _sum(cells: Mapping[int, _Furthest]) -> Estimate:
    return total(cell.tracks for cell in cells.values())


def _ratio(top: Mapping[int, _Furthest], bottom: Mapping[int, _Furthest]) -> Ratio | None:
    """Return the ratio; cells that stand in both numbers bring the same noise to both."""
    shared = sum(cell.tracks.variance for at, cell in top.items() if at in bottom)
    return ratio(_sum(top), _sum(bottom), shared_variance=shared)


def _views(cells: tuple[_Furthest, ...], *, alone: bool) -> tuple[ViewSteps, ...]:
    by_name: dict[str, list[_Furthest]] = defaultdict(list)
    for cell in cells:
        by_name[cell.view_name if alone else _words(cell.view)].append(cell)
    return tuple(ViewSteps(name, _steps(found)) for name, found in by_name.items())


def _in_order(stages: Iterable[str]) -> View:
    kept = set(stages)
    return tuple(stage for stage in STAGES if stage in kept)


def _stage(name: str) -> Stage:
    return next(stage for stage in STAGES if stage == name)


def _words(view: View) -> str:
    return ", ".join(stage.replace("_", " ") for stage in view)
