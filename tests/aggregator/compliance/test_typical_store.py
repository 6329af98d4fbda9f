import numpy as np
import pytest

from aggregator.compliance.typical_store import TypicalStore, counted_s
from shared.metrics import DWELL_EDGES_S
from tests.benchmarks.typical_store import PLANS, figures

STORE = TypicalStore()


@pytest.fixture(scope="module")
def simulated() -> dict[str, list[float]]:
    """Return every figure of a day in each of the simulated shops."""
    shops = [dict(figures(kind, days=1, visitors=150)) for kind in PLANS]
    return {name: [shop[name] for shop in shops] for name in shops[0]}


@pytest.mark.parametrize(
    ("assumed", "figure"),
    [
        (STORE.seconds_inside, "seconds inside"),
        (STORE.seconds_of_a_track, "seconds inside of one track"),
        (STORE.zones_counted(1), "zones visited, at most 1 a track"),
        (STORE.zones_counted(4), "zones visited, at most 4 a track"),
        (STORE.fullest_class_of_stays, "stays in the fullest class"),
        (STORE.returns, "came back to a zone"),
        (STORE.walks, "walks between zones"),
        (STORE.waits, "waits"),
        (STORE.seconds_of_a_wait, "seconds of a wait"),
        (STORE.fullest_class_of_waits, "waits in the fullest class"),
        (STORE.furthest_outside[0], "furthest step pass_by"),
        (STORE.furthest_inside[0], "furthest step browse"),
        (STORE.furthest_inside[1], "furthest step engage"),
        (STORE.furthest_inside[2], "furthest step checkout"),
        (STORE.busy_cell, "cell over the mean, busiest tenth"),
        (STORE.reaches, "shelves reached into"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_assumed_lies_among_the_simulated_shops(
    simulated: dict[str, list[float]], assumed: float, figure: str
) -> None:
    """One day of 150 visitors scatters: a quarter more or less than the least and the most is let pass."""
    shops = simulated[figure]

    assert 0.75 * min(shops) <= assumed <= 1.25 * max(shops)


def test_everybody_of_a_day_comes_in_some_hour() -> None:
    assert sum(STORE.hour_shares) == pytest.approx(1)
    assert (STORE.visitors("hour"), STORE.visitors("day"), STORE.visitors("week")) == pytest.approx(
        (48.3, 300, 1800)
    )


def test_the_quietest_busy_hour_is_found() -> None:
    assert STORE.least_visitors_of_hour(25) == pytest.approx(27.3)
    assert TypicalStore(visitors_a_day=100).least_visitors_of_hour(25) is None


def test_an_hour_a_day_and_a_week_are_open_so_long() -> None:
    assert [STORE.open_s(level) / 3600 for level in ("hour", "day", "week")] == [1, 11, 66]


def test_a_bound_above_what_tracks_do_cuts_nothing_more() -> None:
    assert STORE.zones_counted(9) == STORE.zones_counted(4)


def test_a_step_of_the_funnel_sums_what_lies_behind_it() -> None:
    steps = {name: (tracks, cells) for name, tracks, cells in STORE.steps}

    assert steps["pass by"] == (pytest.approx(2.08), 2)
    assert steps["browse"] == (pytest.approx(2.37), 5)
    assert steps["checkout"] == (0.76, 1)


def test_several_stores_are_summed_by_zone_type_in_one_funnel() -> None:
    chain = STORE.summed(5, 7)

    assert (chain.visitors("day"), chain.zones, chain.shelves) == (1500, 7, 7)
    assert {name: cells for name, _, cells in chain.steps}["browse"] == 3


def test_times_cut_at_a_bound_have_the_mean_of_cut_draws() -> None:
    """Against draws: 200,000 of them scatter by 0.1 % of the mean; false alarm below 1e-6 at 1 %."""
    drawn = np.minimum(np.random.default_rng(3).exponential(93.0, 200_000), DWELL_EDGES_S[4])

    assert counted_s(93.0, DWELL_EDGES_S[4]) == pytest.approx(drawn.mean(), rel=0.01)
