from pathlib import Path

import pytest

from edge_node.simulation.plans import PLANS
from edge_node.simulation.shop import Shop
from shared.config import parse_toml
from shared.metrics import OUTSIDE
from shared.schemas.layout import ChainLayout

CHAIN = Path(__file__).resolve().parents[3] / "policies" / "chain.toml"


@pytest.fixture(params=sorted(PLANS))
def shop(request: pytest.FixtureRequest) -> Shop:
    return PLANS[request.param]()


def test_every_zone_type_is_one_of_the_chains(shop: Shop) -> None:
    line = next(row for row in CHAIN.read_text().splitlines() if row.startswith("zone_types"))
    chain = parse_toml(f"version = 1\n{line}".replace("version = 1\n", ""), _ZoneTypes, name="chain")

    assert {zone.zone_type for zone in shop.zones} <= set(chain.zone_types)


def test_everything_stands_inside_the_walls(shop: Shop) -> None:
    floor = shop.floor

    inside = [zone.box for zone in shop.zones if zone.zone_type != OUTSIDE]
    boxes = [shelf.box for shelf in shop.shelves] + inside
    assert all(floor.holds(x_m, y_m) for box in boxes for x_m, y_m in box.corners)


def test_cameras_share_no_floor(shop: Shop) -> None:
    boxes = [coverage.box for coverage in shop.coverages]

    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            apart_x = one.x1_m <= other.x0_m or other.x1_m <= one.x0_m
            apart_y = one.y1_m <= other.y0_m or other.y1_m <= one.y0_m
            assert apart_x or apart_y


def test_there_is_one_of_each_size() -> None:
    assert {(shop().width_m, shop().depth_m) for shop in PLANS.values()} == {(8, 12), (18, 24), (5, 25)}


class _ZoneTypes(ChainLayout):
    model_config = {"strict": False}
