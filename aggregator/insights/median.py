"""The median that noisy classes allow, with its interval."""

from dataclasses import dataclass

from aggregator.insights.estimate import Estimate, total

STEPS = 64
"""Points per class at which the median's interval is searched."""


@dataclass(frozen=True, slots=True)
class Median:
    """The estimated median length; ends are None where the interval runs past the last edge."""

    value_s: float | None
    """None when the median lies in the open class (10 minutes and more)."""
    low_s: float
    high_s: float | None


def median(bins: tuple[Estimate, ...], edges_s: tuple[int, ...]) -> Median | None:
    """Return the median by linear interpolation within classes, its 95 % interval by test inversion.

    With D(t) those shorter than t minus half of all, every class enters D with weight ± ½ (between −½ and
    ½ inside its own class), so at every t the noise of D(t) is at most half as wide as that of all; the
    interval holds all t where |D(t)| is within it. None when the total itself is inside its noise.
    ``edges_s`` are the lower edges of the classes, the last one open.
    """
    whole = total(bins)
    if whole.is_inside_noise or whole.value <= 0:
        return None
    reach = whole.half_width / 2
    curve = _curve(bins, edges_s, whole.value)
    inside = [t for t, d in curve if abs(d) <= reach]
    crossing = next((t for t, d in curve if d >= 0), None)
    last = float(edges_s[-1])
    low = min(inside, default=crossing if crossing is not None else last)
    is_open = crossing is None or curve[-1][1] <= reach
    high = None if is_open else max([*inside, low])
    return Median(crossing, low, high)


def _curve(bins: tuple[Estimate, ...], edges_s: tuple[int, ...], whole: float) -> list[tuple[float, float]]:
    """Return (t, D(t)) along the closed classes, from the first edge to the last."""
    below = -whole / 2
    points = [(float(edges_s[0]), below)]
    for low, high, part in zip(edges_s, edges_s[1:], bins, strict=False):
        for step in range(1, STEPS + 1):
            share = step / STEPS
            points.append((low + (high - low) * share, below + part.value * share))
        below += part.value
    return points
