from pathlib import Path

import pytest

from edge_node.simulation.drawn import placed_camera
from edge_node.simulation.plans import PLANS
from edge_node.simulation.shop import Box, Coverage, Shop, ShopZone, Till
from edge_node.site_reader import load_site
from shared.schemas.layout import layout_hash


@pytest.mark.parametrize("kind", sorted(PLANS))
def test_site_file_and_layout_say_the_same(kind: str, tmp_path: Path) -> None:
    shop = PLANS[kind]()
    file = tmp_path / "site.toml"
    file.write_text(shop.site_toml("Möwe 3", "Europe/Berlin"), encoding="utf-8")

    site = load_site(file)

    assert layout_hash(site.layout()) == layout_hash(shop.layout("Möwe 3", "Europe/Berlin"))


def test_a_camera_in_the_site_file_is_fitted_to_a_centimetre(tmp_path: Path) -> None:
    shop = PLANS["boutique"]()
    file = tmp_path / "site.toml"
    file.write_text(shop.site_toml("x", "UTC", cameras=(placed_camera(shop, "rendered:a.json"),)))

    camera = load_site(file).cameras[0]

    assert camera.source == "rendered:a.json"
    assert camera.residual_cm < 1.0


def test_layout_is_labelled_simulated() -> None:
    assert PLANS["corridor"]().layout("x", "UTC").simulated


def test_layout_hash_is_the_same_every_time() -> None:
    first, second = (PLANS["grocery"]().layout("x", "UTC") for _ in range(2))

    assert layout_hash(first) == layout_hash(second)


@pytest.mark.parametrize("kind", sorted(PLANS))
def test_grid_covers_the_floor_in_at_most_100_cells(kind: str) -> None:
    shop = PLANS[kind]()

    grid = shop.grid

    assert grid.columns * grid.rows <= 100
    assert grid.columns * grid.cell_m >= shop.width_m
    assert grid.rows * grid.cell_m >= shop.depth_m


def test_box_without_width_is_refused() -> None:
    with pytest.raises(ValueError, match="expected x0 < x1"):
        Box(1.0, 0.0, 1.0, 2.0)


def test_zone_that_two_cameras_share_is_refused() -> None:
    with pytest.raises(ValueError, match="no single camera"):
        Shop(
            kind="bad",
            width_m=4.0,
            depth_m=4.0,
            door_x_m=(1.0, 3.0),
            shelves=(),
            zones=(ShopZone("wide", "grocery", Box(0.0, 0.5, 4.0, 3.5), 1.0),),
            till=Till("till-1", (1.0, 1.0), (2.0, 1.0), (0.5, 0.0), 2),
            coverages=(
                Coverage("a", Box(0.0, 0.0, 4.0, 2.0)),
                Coverage("b", Box(0.0, 2.0, 4.0, 4.0)),
            ),
            stops_mean=2.0,
            buys_share=0.5,
        )
