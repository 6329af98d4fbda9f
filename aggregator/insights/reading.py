"""One scope at one epoch: a number with its interval, or the reason why there is none."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from aggregator.insights.estimate import Estimate, total
from shared.schemas.release import Release

NO_REPORT = "no report"
"""Nothing arrived for the epoch."""
NOT_MEASURED = "not measured"
"""A report arrived and says that nothing was measured: paused, or the cameras were away."""
NOT_ON_PLAN = "not on the floor plan then"
"""A report arrived, and what is asked for was not drawn yet or is no more."""

Wanted = Callable[[str], bool]
"""Whether a cell, by its label, belongs to what is asked for."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An estimate or a reason, never both and never neither."""

    estimate: Estimate | None
    reason: str = ""
    """Why there is no number; empty when there is one."""
    coverage_s: int = 0
    """Seconds measured."""
    is_provisional: bool = False
    """The epoch was closed early or is still running: the number can still change."""
    is_simulated: bool = False

    def __post_init__(self) -> None:
        if (self.estimate is None) != bool(self.reason):
            raise ValueError(f"expected a number or a reason, got {self.estimate!r} and {self.reason!r}")


def is_withheld(reason: str) -> bool:
    """Whether a reason is a policy's and not a gap of measurement."""
    return reason.startswith(("fewer", "only"))


def read(release: Release | None, wanted: Wanted) -> Reading:
    """Return the sum of the wanted cells in base units (seconds, where it counts them), or why there is none.

    A release with coverage 0 holds noise and nothing else, so it is a gap and never a number.
    """
    if release is None:
        return Reading(None, NO_REPORT)
    if release.suppressed or release.coverage_s == 0:
        reason = release.suppressed or NOT_MEASURED
        return Reading(None, reason, 0, release.provisional, release.simulated)
    found = [cell(release, at) for at, label in enumerate(release.cells) if wanted(label)]
    if not found:
        return Reading(None, NOT_ON_PLAN, 0, release.provisional, release.simulated)
    return Reading(
        total(found).scaled(release.unit_size),
        "",
        release.coverage_s,
        release.provisional,
        release.simulated,
    )


def cell(release: Release, at: int) -> Estimate:
    """Return one cell of a release that is not suppressed, in the release's own units."""
    return Estimate(float(release.values[at]), float(release.half_widths[at]), release.variance)


def add(readings: Iterable[Reading]) -> Reading:
    """Return the sum of those readings that hold a number; with none, the first reason stands.

    The caller counts how many of them held a number: a partial sum must be marked as one.
    """
    kept = list(readings)
    numbers = [reading for reading in kept if reading.estimate is not None]
    if not numbers:
        return kept[0] if kept else Reading(None, NO_REPORT)
    return Reading(
        total(reading.estimate for reading in numbers if reading.estimate is not None),
        "",
        sum(reading.coverage_s for reading in numbers),
        any(reading.is_provisional for reading in numbers),
        any(reading.is_simulated for reading in numbers),
    )


def provisional(reading: Reading) -> Reading:
    """Return the reading marked as one that can still change."""
    return replace(reading, is_provisional=True)


def walked_in(label: str) -> bool:
    """Whether a footfall cell counts people coming in."""
    return label.endswith(":in")


def any_cell(label: str) -> bool:
    """Whether a cell belongs to the whole vector: always."""
    return bool(label)
