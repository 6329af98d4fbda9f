"""A simulated shop as the ``site.toml`` that a technician would have written for it."""

import json

from edge_node.simulation.shop import ENTRANCE, PlacedCamera, Shop, placed_shelves
from shared.schemas.layout import Point

NOTICE = (
    '[notice]\nresponsible = "nobody: this shop is simulated"\n'
    'contact = "nobody: no visitor is real"\nlanguages = ["en", "de"]\n'
)
"""Whom the signs of a shop name that does not exist."""


def site_toml(shop: Shop, site_name: str, timezone: str, *, cameras: tuple[PlacedCamera, ...] = ()) -> str:
    """Return a ``site.toml`` for this floor; the site read from it has the shop's layout hash."""
    return "\n".join(
        [
            _head(shop, site_name, timezone),
            _line(shop),
            _grid(shop),
            NOTICE,
            *_zones(shop),
            *_shelves(shop),
            *_views(shop),
            *(_camera(camera) for camera in cameras),
        ]
    )


def _head(shop: Shop, site_name: str, timezone: str) -> str:
    return (
        f"# A simulated shop ({shop.kind}); it does not exist.\n"
        f"name = {json.dumps(site_name, ensure_ascii=False)}\n"
        f'timezone = "{timezone}"\n'
        f'opens_at = "{shop.opens_at}"\ncloses_at = "{shop.closes_at}"\n'
        f'units = "m"\nsimulated = true\nentrance = ["{ENTRANCE}"]\n'
        f"floor = {_points(shop.floor.corners)}\n"
    )


def _line(shop: Shop) -> str:
    west, east = shop.door_x_m
    return f'[[lines]]\nname = "{ENTRANCE}"\nfrom_xy = [{west}, 0.0]\nto_xy = [{east}, 0.0]\n'


def _grid(shop: Shop) -> str:
    grid = shop.grid
    return (
        f"[grid]\norigin_m = [{grid.origin_xy_m[0]}, {grid.origin_xy_m[1]}]\ncell_m = {grid.cell_m}\n"
        f"columns = {grid.columns}\nrows = {grid.rows}\n"
    )


def _zones(shop: Shop) -> list[str]:
    return [
        f'[[zones]]\nname = "{zone.name}"\ntype = "{zone.zone_type}"\npolygon = {_points(zone.box.corners)}\n'
        for zone in shop.zones
    ]


def _shelves(shop: Shop) -> list[str]:
    return [
        f'[[shelves]]\nname = "{placed.shelf.name}"\nzone = "{placed.zone}"\n'
        f"front = {_points(placed.front_xy_m)}\nheight_m = {placed.shelf.height_m}\n"
        for placed in placed_shelves(shop)
    ]


def _views(shop: Shop) -> list[str]:
    return [
        f'[[views]]\nname = "{coverage.camera}"\nstages = {json.dumps(coverage.stages)}\n'
        for coverage in shop.coverages
    ]


def _camera(camera: PlacedCamera) -> str:
    landmarks = ",\n".join(
        f"  {{ px = [{px[0]}, {px[1]}], m = [{m[0]}, {m[1]}] }}" for px, m in camera.landmarks
    )
    return (
        f'[[cameras]]\nname = "{camera.name}"\nsource = {json.dumps(camera.source, ensure_ascii=False)}\n'
        f"frame_px = [{camera.frame_px[0]}, {camera.frame_px[1]}]\nlandmarks = [\n{landmarks},\n]\n"
    )


def _points(points: tuple[Point, ...]) -> str:
    return "[" + ", ".join(f"[{x}, {y}]" for x, y in points) + "]"
