"""What each demo store measures: its site file, and for one of them a drawn clip with known truth."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from edge_node.capture.probe import probe
from edge_node.capture.source import RENDERED
from edge_node.demo.chain import Store
from edge_node.simulated import SimulatedSource
from edge_node.simulation.drawn import drawn_scenario, placed_camera
from edge_node.simulation.plans import PLANS
from edge_node.simulation.shop import PlacedCamera, Shop
from edge_node.simulation.site_toml import site_toml

SHOPPERS = "shoppers"
"""The camera that does not exist: days of simulated tracks."""

CLIP_SECONDS = 60.0
"""Length of the drawn clip."""

CLIP_ENDED_BEFORE = timedelta(minutes=2)
"""The clip ends this long before the demo starts, so that no observation lies in the future."""


@dataclass(frozen=True, slots=True)
class Floor:
    """One store's site file and what is known of its filmed minutes."""

    site_file: Path
    cameras: tuple[str, ...] = ()
    """Every camera of the site file."""
    filmed_camera: str = ""
    """The camera whose frames go through the vision line; empty where tracks are simulated."""
    true_entries: int | None = None
    """People who really came in during the clip; None where nobody knows."""


def simulated_floor(store: Store, days: int, folder: Path) -> Floor:
    """Write the site file of a store whose tracks are simulated."""
    return Floor(_write(store, PLANS[store.plan](), days, folder, ()), (SHOPPERS,))


def drawn_floor(store: Store, days: int, folder: Path, now: datetime) -> Floor:
    """Write the site file of a store with simulated days and a drawn clip at its door that ends about now."""
    shop = PLANS[store.plan]()
    starts_at = now - CLIP_ENDED_BEFORE - timedelta(seconds=CLIP_SECONDS)
    scenario = drawn_scenario(shop, store.seed, CLIP_SECONDS, starts_at)
    scene_file = folder / "scene.json"
    scenario.scene.write(scene_file)
    camera = placed_camera(shop, f"{RENDERED}{scene_file}")
    site_file = _write(store, shop, days, folder, (camera,))
    return Floor(site_file, (camera.name, SHOPPERS), camera.name, scenario.truth.entries)


def filmed_floor(store: Store, days: int, folder: Path, video: Path) -> Floor:
    """Write the site file of a store with simulated days and somebody's clip as its door camera.

    Nobody measured the clip's floor: the picture is laid over the door of the floor plan, so its positions
    are rough and only its counts across the middle of the picture mean something.
    """
    shop = PLANS[store.plan]()
    clip = probe(video)
    width_px, height_px = clip.width_px, clip.height_px
    corners = ((0, 0), (width_px, 0), (width_px, height_px), (0, height_px))
    west, east = shop.door_x_m
    on_floor = ((west, 2.0), (east, 2.0), (east, -2.0), (west, -2.0))
    camera = PlacedCamera(
        name="clip",
        source=str(video.resolve()),
        frame_px=(width_px, height_px),
        landmarks=tuple(zip(corners, on_floor, strict=True)),
    )
    return Floor(_write(store, shop, days, folder, (camera,)), (camera.name, SHOPPERS), camera.name)


def _write(store: Store, shop: Shop, days: int, folder: Path, cameras: tuple[PlacedCamera, ...]) -> Path:
    source = SimulatedSource(plan=store.plan, days=days, visitors=store.visitors, seed=store.seed)
    text = site_toml(shop, store.name, store.timezone, cameras=cameras)
    text += f'\n[[cameras]]\nname = "{SHOPPERS}"\nsource = {json.dumps(source.address)}\n'
    path = folder / "site.toml"
    path.write_text(text, encoding="utf-8")
    return path
