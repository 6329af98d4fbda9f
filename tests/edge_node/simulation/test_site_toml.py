"""A simulated shop's site file says what its layout says."""

from pathlib import Path

import pytest

from edge_node.simulation.drawn import placed_camera
from edge_node.simulation.plans import PLANS
from edge_node.simulation.shop import placed_shelves
from edge_node.simulation.site_toml import site_toml
from edge_node.site_reader import load_site
from shared.schemas.layout import layout_hash


@pytest.mark.parametrize("kind", sorted(PLANS))
def test_site_file_and_layout_say_the_same(kind: str, tmp_path: Path) -> None:
    shop = PLANS[kind]()
    file = tmp_path / "site.toml"
    file.write_text(site_toml(shop, "Möwe 3", "Europe/Berlin"), encoding="utf-8")

    site = load_site(file)

    assert layout_hash(site.layout()) == layout_hash(shop.layout("Möwe 3", "Europe/Berlin"))


def test_a_camera_in_the_site_file_is_fitted_to_a_centimetre(tmp_path: Path) -> None:
    shop = PLANS["boutique"]()
    file = tmp_path / "site.toml"
    file.write_text(site_toml(shop, "x", "UTC", cameras=(placed_camera(shop, "rendered:a.json"),)))

    camera = load_site(file).cameras[0]

    assert camera.source == "rendered:a.json"
    assert camera.residual_cm < 1.0


def test_shelves_of_the_site_file_keep_their_order(tmp_path: Path) -> None:
    shop = PLANS["grocery"]()
    file = tmp_path / "site.toml"
    file.write_text(site_toml(shop, "x", "UTC"), encoding="utf-8")

    assert load_site(file).shelf_names == tuple(each.shelf.name for each in placed_shelves(shop))
