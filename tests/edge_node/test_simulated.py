"""Simulated days end now and are the same every time."""

from datetime import UTC, datetime

import pytest

from edge_node.errors import SiteError
from edge_node.simulated import SimulatedSource, parse, spans
from edge_node.simulation.plans import PLANS

NOW = datetime(2026, 6, 16, 13, 30, tzinfo=UTC)
SOURCE = SimulatedSource(plan="boutique", days=2, visitors=40, seed=7)
LAYOUT = PLANS["boutique"]().layout("Test", "Europe/Berlin")


def test_an_address_says_everything() -> None:
    assert parse(SOURCE.address) == SOURCE


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("simulated:castle", "expected a simulated shop among"),
        ("simulated:boutique?days=many", "whole numbers"),
        ("simulated:boutique?lens=1", "whole numbers"),
        ("simulated:boutique?days=40", "expected 1 to 34"),
    ],
    ids=["unknown plan", "not a number", "unknown key", "too long ago"],
)
def test_a_bad_address_says_what_was_expected(address: str, says: str) -> None:
    with pytest.raises(SiteError, match=says):
        parse(address)


def test_there_is_one_span_a_day_and_none_ends_after_now() -> None:
    found = list(spans(SOURCE, LAYOUT, NOW))

    assert len(found) == 2
    assert found[-1].until_s == NOW.timestamp()
    assert all(track.t_s[-1] <= NOW.timestamp() for span in found for track in span.tracks)


def test_measuring_follows_the_opening_hours() -> None:
    first = next(iter(spans(SOURCE, LAYOUT, NOW)))

    assert datetime.fromtimestamp(first.from_s, UTC).hour == 7
    assert first.until_s - first.from_s == 11 * 3600


def test_before_opening_there_is_no_today() -> None:
    dawn = datetime(2026, 6, 16, 4, 0, tzinfo=UTC)

    assert len(list(spans(SOURCE, LAYOUT, dawn))) == 1


def test_the_same_seed_gives_the_same_shoppers() -> None:
    counts = [[len(span.tracks) for span in spans(SOURCE, LAYOUT, NOW)] for _ in range(2)]

    assert counts[0] == counts[1]


def test_only_days_that_end_later_say_how_people_moved() -> None:
    midnight = datetime(2026, 6, 16, tzinfo=UTC).timestamp()

    before, today = spans(SOURCE, LAYOUT, NOW, bodies_from_s=midnight)

    assert not any(track.posture is not None for track in before.tracks)
    assert any(track.posture is not None for track in today.tracks)
