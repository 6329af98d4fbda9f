"""How an interval is said: ``± 14 of 300 (4.7 %)``, and whether that is what the product promises."""

from aggregator.compliance.typical_store import TypicalStore
from aggregator.compliance.utility import Exactness
from aggregator.compliance.words import count_of

NOT_MEASURED = "not measured"
NOISE_ONLY = "> 100 %"
"""Said of a number that is smaller than its half-width: noise is all there is."""


def said(exactness: Exactness | None) -> str:
    """Return the half-width, what is expected, and the one in percent of the other."""
    if exactness is None:
        return NOT_MEASURED
    of = f" of {amount(exactness.expected)}"
    return f"± {amount(exactness.half_width)}{of}{_over(exactness)} ({_share(exactness)})"


def said_briefly(exactness: Exactness | None) -> str:
    """Return the half-width and its percent: ``± 14 (4.7 %)``."""
    if exactness is None:
        return NOT_MEASURED
    return f"± {amount(exactness.half_width)} ({_share(exactness)}){_over(exactness)}"


def promised(exactness: Exactness | None) -> str:
    """Return the target and whether it is met: ``≤ 5 %: met``; empty where nothing is promised."""
    if exactness is None or exactness.target is None:
        return ""
    return f"≤ {percent(exactness.target)}: {'met' if exactness.is_met else 'missed'}"


def assumed(store: TypicalStore) -> str:
    """Return the sentence that must stand beside every such number."""
    return (
        f"An assumed store, nothing of it measured: {amount(store.visitors_a_day)} visitors a day, open "
        f"{count_of(len(store.hour_shares), 'hour')} on {count_of(store.days_a_week, 'day')} a week, "
        f"{count_of(store.zones, 'zone')}, {count_of(store.cells, 'cell')}."
    )


def amount(value: float) -> str:
    """Return a number with as many decimals as say something: 300, 27, 7.3, 0.76."""
    decimals = 0 if value >= 20 else 1 if value >= 1 else 2
    text = f"{value:.{decimals}f}"
    return text.rstrip("0").rstrip(".") if decimals else text


def percent(share: float) -> str:
    """Return a share in percent: 22 %, 4.7 %."""
    return f"{amount(100 * share)} %"


def _share(exactness: Exactness) -> str:
    return NOISE_ONLY if exactness.share > 1 else percent(exactness.share)


def _over(exactness: Exactness) -> str:
    return f" over {count_of(exactness.sites, 'store')}" if exactness.lane == "cohort" else ""
