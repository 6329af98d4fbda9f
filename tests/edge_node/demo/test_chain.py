"""The demo's stores are the same every time and never share a name."""

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
