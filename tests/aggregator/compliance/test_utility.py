import math
from itertools import pairwise

import pytest

from aggregator.compliance.typical_store import TypicalStore
from aggregator.compliance.utility import Exactness, exactness, utility
from policies.amend import amend
from policies.errors import DocumentError
from policies.loader import load_bundle
from tests.support.packs import rule, with_rules

STORE = TypicalStore()
SHIPPED = load_bundle()
FOUND = exactness(SHIPPED, STORE)
DAY = ("footfall", "day", "people who come in", "entries")


def missed(half_width: int, variance: float) -> float:
    """Return P(|noise| > half-width) by adding up the discrete Gaussian's masses one by one."""
    weights = {k: math.exp(-k * k / (2 * variance)) for k in range(-600, 601)}
    outside = math.fsum(weight for k, weight in weights.items() if abs(k) > half_width)
    return outside / math.fsum(weights.values())


@pytest.mark.parametrize(
    ("key", "steps", "variance"),
    [
        (DAY, 1, 1 / (2 * 0.01)),
        (("footfall", "hour", "people who come in, busiest hour", "entries"), 1, 1 / (2 * 0.05)),
        (("funnel", "day", "step enter", "tracks"), 1, 1 / (2 * 0.03)),
        (("zone_visits", "day", "visits to one zone", "visits"), 1, 4 / (2 * 0.02)),
        (("heatmap", "week", "time in a cell of the busiest tenth", "person-minutes"), 6, 144 / (2 * 0.03)),
        (("occupancy", "hour", "people inside at a moment, busiest hour", "people"), 60, 100 / (2 * 0.015)),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_a_half_width_is_the_least_that_covers_95_in_100(
    key: tuple[str, str, str, str], steps: int, variance: float
) -> None:
    """``steps`` are the integer steps of the release in one unit."""
    wide = round(FOUND[key].half_width * steps)  # type: ignore[index]  # a key as the table has it

    assert missed(wide, variance) <= 0.05 < missed(wide - 1, variance)


def test_a_sum_is_as_wide_as_its_root_of_squares() -> None:
    browse = FOUND["funnel", "day", "step browse", "tracks"]

    assert browse.half_width == pytest.approx(1.96 * math.sqrt(5 / (2 * 0.03)), abs=1)


def test_the_shipped_policy_keeps_every_promise_at_300_visitors() -> None:
    judged = [one.is_met for one in FOUND.values() if one.target is not None]

    assert judged == [True] * 8


def test_a_smaller_budget_breaks_the_promise_of_the_day() -> None:
    draft = amend(SHIPPED, {"documents.footfall.metrics.footfall.rho.day": "1/200"})

    found = utility(draft, SHIPPED, STORE)
    day = next(number for number in found if number.words == DAY[2] and number.level == "day")

    assert day.held is not None
    assert day.draft is not None
    assert (day.held.is_met, day.draft.is_met) == (True, False)
    assert day.draft.half_width > day.held.half_width


def test_what_stops_and_what_begins_stands_on_one_side_only() -> None:
    without = with_rules(rule("off", metrics=("flow",)))

    stops = [number for number in utility(without, SHIPPED, STORE) if number.draft is None]
    begins = [number for number in utility(SHIPPED, without, STORE) if number.held is None]

    assert [number.metric for number in stops] == [number.metric for number in begins] == ["flow"]


def test_without_a_version_in_force_only_the_draft_is_told() -> None:
    assert {number.held for number in utility(SHIPPED, None, STORE)} == {None}


def test_a_sum_over_stores_has_the_noise_of_both_parties() -> None:
    draft = with_rules(rule("cohort_only", metrics=("zone_visits",)))

    visits = exactness(draft, STORE)["zone_visits", "day", "visits to one zone", "visits"]

    assert (visits.lane, visits.sites) == ("cohort", 5)
    assert visits.half_width == pytest.approx(1.96 * math.sqrt(2 * 4 / (2 * 0.02)), abs=1)
    assert visits.expected == pytest.approx(5 * 300 * 4.6 / 7)


def test_more_visitors_never_make_a_number_less_exact() -> None:
    shares = [
        exactness(SHIPPED, TypicalStore(visitors_a_day=people))[DAY].share for people in (100, 300, 900)
    ]

    assert all(more < less for less, more in pairwise(shares))


def test_a_promise_is_kept_at_its_edge() -> None:
    edge = Exactness("site", 1, expected=100.0, half_width=5.0, target=0.05)

    assert (edge.share, edge.is_met) == (0.05, True)


def test_a_draft_that_contradicts_itself_has_no_numbers() -> None:
    broken = SHIPPED.model_copy(update={"documents": (*SHIPPED.documents, SHIPPED.documents[0])})

    with pytest.raises(DocumentError, match="two documents"):
        utility(broken, None, STORE)
