"""Every demo store has a site file that its own node can read."""

from datetime import UTC, datetime
from pathlib import Path

from edge_node.demo.chain import chain
from edge_node.demo.floor import drawn_floor, simulated_floor
from edge_node.simulated import PREFIX
from edge_node.site_reader import load_site

NOW = datetime(2026, 6, 15, 15, tzinfo=UTC)


def test_a_simulated_store_has_one_camera_that_does_not_exist(tmp_path: Path) -> None:
    floor = simulated_floor(chain(2)[1], 3, tmp_path)

    site = load_site(floor.site_file)

    assert site.simulated
    assert [camera.source.startswith(PREFIX) for camera in site.cameras] == [True]


def test_the_drawn_store_films_its_door_and_knows_the_truth(tmp_path: Path) -> None:
    floor = drawn_floor(chain(1)[0], 3, tmp_path, NOW)

    site = load_site(floor.site_file)

    assert floor.true_entries is not None
    assert floor.true_entries > 5
    assert site.camera(floor.filmed_camera) is not None
    assert site.entrance
