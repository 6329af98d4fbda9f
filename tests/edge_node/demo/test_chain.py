"""The demo's stores are the same every time and never share a name."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from edge_node.demo.chain import PLANS as KINDS
from edge_node.demo.chain import chain
from edge_node.simulation.plans import PLANS


def test_stores_have_names_of_their_own() -> None:
    stores = chain(20)

    assert len({store.slug for store in stores}) == 20


def test_every_floor_plan_exists() -> None:
    assert set(KINDS) <= set(PLANS)


def test_no_chain_is_empty() -> None:
    with pytest.raises(ValueError, match="at least one site"):
        chain(0)


def test_all_stores_have_the_same_day_at_every_hour() -> None:
    zones = [ZoneInfo(store.timezone) for store in chain(7)]
    hours = (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(366 * 24))

    assert all(len({hour.astimezone(zone).date() for zone in zones}) == 1 for hour in hours)
