from itertools import pairwise

import numpy as np
import pytest

from edge_node.simulation.itinerary import Walk
from edge_node.simulation.paths import network
from edge_node.simulation.plans import boutique
from edge_node.simulation.queueing import Wait, clerks_for, serve


def _served(gap_s: float, people: int, clerks: int) -> tuple[tuple[Wait, ...], dict[int, Walk]]:
    ways = network(boutique())
    stop = ways.stops_by_zone["pantry"][0]
    walks = {number: Walk(ways, 1e6 + number * gap_s, stop, 1.0, 1.0) for number in range(people)}
    return serve(walks, clerks, np.random.default_rng(1)), walks


def test_who_comes_first_is_served_first() -> None:
    waits, _ = _served(gap_s=5.0, people=12, clerks=1)

    assert [wait.person for wait in waits] == list(range(12))
    assert all(a.served_s <= b.served_s for a, b in pairwise(waits))


def test_one_clerk_serves_one_at_a_time() -> None:
    waits, _ = _served(gap_s=5.0, people=12, clerks=1)

    assert all(a.paid_s <= b.served_s + 1e-6 for a, b in pairwise(waits))


def test_nobody_waits_when_nobody_is_there() -> None:
    waits, _ = _served(gap_s=1000.0, people=4, clerks=1)

    assert all(wait.served_s - wait.joined_s < 10.0 for wait in waits)


def test_more_clerks_mean_less_waiting() -> None:
    one, two = (_served(gap_s=5.0, people=12, clerks=clerks)[0] for clerks in (1, 2))

    assert sum(w.served_s - w.joined_s for w in two) < sum(w.served_s - w.joined_s for w in one)


def test_everybody_ends_at_the_till() -> None:
    waits, walks = _served(gap_s=5.0, people=8, clerks=1)

    assert all(walk.place == walk.network.till for walk in walks.values())
    assert all(walks[wait.person].now_s == pytest.approx(wait.paid_s) for wait in waits)


@pytest.mark.parametrize(("buyers", "clerks"), [(0.0, 1), (80.0, 1), (160.0, 2)])
def test_clerks_follow_the_load(buyers: float, clerks: int) -> None:
    assert clerks_for(buyers) == clerks
