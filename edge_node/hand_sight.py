"""Which cameras of a site can tell whether a hand is in a shelf, what looks for it, why others cannot.

A shelf that no camera sees well enough is not measured: it is no cell of the layout, so nobody reads a zero.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from edge_node import simulated
from edge_node.capture.source import Segment
from edge_node.site import CameraPlace, Shelf, Site
from edge_node.track.hands import Front, HandReader
from edge_node.track.pinhole import NoPinhole, Pinhole, pinhole_of
from shared.schemas.layout import ViewLayout

Floats = NDArray[np.float64]

LEAST_PX_PER_M = 110.0
"""Fewer pixels a metre at the front edge: arms are too thin. Source: track/DECISIONS.md, 2026-11-27."""
MOST_ASIDE_DEG = 20.0
"""Further aside of the front edge: a body hides the arm that reaches past it. Source: the same."""
LEAST_SHARE = 0.9
"""A front of which less is in the picture would be counted as quieter than it is. A choice."""
HANDS_UP_M = (0.5, 1.0, 1.6)
"""Where hands go: low boards, the middle, high boards."""
STEP_M = 0.1
"""How far apart the front edge is looked at."""
ENGAGE = "engage"
"""The step of the funnel that hands in shelves make."""


@dataclass(frozen=True, slots=True)
class ShelfSight:
    """How well one camera sees one shelf's front."""

    shelf: str
    share: float
    """How much of the front is in the picture at every height of HANDS_UP_M."""
    px_per_m: float
    """Fewest pixels a metre along it; 0 where none of it is in the picture."""
    aside_deg: float
    """Widest angle on the floor between the line of sight and the front edge; 0: the camera hangs in line."""

    @property
    def problem(self) -> str:
        """Why hands in it are not measured by this camera; empty where they are."""
        if self.share < LEAST_SHARE:
            return (
                f"this camera sees {self.share:.0%} of the shelf's front, {LEAST_SHARE:.0%} are needed; "
                "draw the front as far as it is seen"
            )
        if self.px_per_m < LEAST_PX_PER_M:
            return (
                f"this camera sees {self.px_per_m:.0f} pixels a metre at the shelf, {LEAST_PX_PER_M:.0f} are "
                "needed; hang it nearer"
            )
        if self.aside_deg > MOST_ASIDE_DEG:
            return (
                f"this camera looks {self.aside_deg:.0f}° aside of the shelf's front edge, at most "
                f"{MOST_ASIDE_DEG:.0f}° tell a hand behind it; hang it in line with the edge"
            )
        return ""


def hand_reader_of(site: Site, camera_name: str | None = None) -> HandReader | NoPinhole:
    """Return what looks at hands for the camera (the first one, unsaid), or why nothing does.

    It looks for them in those shelves only that the camera sees well enough.
    """
    found = measured_fronts(site, camera_name)
    return found if isinstance(found, NoPinhole) else HandReader(*found, found[0].frame_px)


def measured_fronts(
    site: Site, camera_name: str | None = None
) -> tuple[Pinhole, tuple[Front, ...]] | NoPinhole:
    """Return the camera and the fronts in which it can tell hands, or why there are none."""
    pinhole = _pinhole_of(site, camera_name)
    if isinstance(pinhole, NoPinhole):
        return pinhole
    sights = _sights(site, pinhole)
    fronts = tuple(
        Front(index, np.array(shelf.front_xy, dtype=np.float64))
        for index, (shelf, sight) in enumerate(zip(site.shelves, sights, strict=True))
        if not sight.problem
    )
    if not fronts:
        nearest = max(sights, key=_how_near)
        return NoPinhole(f'shelf "{nearest.shelf}": {nearest.problem}')
    return pinhole, fronts


def look_of(site: Site, camera_name: str | None = None) -> HandReader | None:
    """Return what looks at the hands, or None where nothing can: its tracks then have no hands."""
    reader = hand_reader_of(site, camera_name)
    return reader if isinstance(reader, HandReader) else None


def sights_of(site: Site, camera_name: str | None = None) -> tuple[ShelfSight, ...] | NoPinhole:
    """Return how well the camera sees each shelf, in the site's order, or why that is not known."""
    pinhole = _pinhole_of(site, camera_name)
    return pinhole if isinstance(pinhole, NoPinhole) else _sights(site, pinhole)


def unmeasured(site: Site) -> dict[str, str]:
    """Return the shelves that no camera can tell hands in, each with the reason nearest to mending.

    A site without cameras has none of them, nor one of whose cameras the tracks are made and not seen.
    """
    if not site.cameras or any(_is_made(camera) for camera in site.cameras):
        return {}
    found = {camera.name: sights_of(site, camera.name) for camera in site.cameras}
    unknown = "; ".join(
        f"{name}: {sights.reason}" for name, sights in found.items() if isinstance(sights, NoPinhole)
    )
    known = [(name, sights) for name, sights in found.items() if not isinstance(sights, NoPinhole)]
    reasons = {}
    for index, shelf in enumerate(site.shelves):
        name, nearest = max(
            ((name, sights[index]) for name, sights in known),
            key=lambda seen: _how_near(seen[1]),
            default=("", None),
        )
        if nearest is None:
            reasons[shelf.name] = unknown
        elif nearest.problem:
            reasons[shelf.name] = f"{name}: {nearest.problem}"
    return reasons


def as_measured(site: Site) -> Site:
    """Return the site without what no camera measures: its layout has no cell that would read zero for ever.

    Shelves that are not measured are left out, and so is the step of the funnel that hands make, in views
    whose cameras measure no shelf.
    """
    missing = unmeasured(site)
    views = tuple(
        ViewLayout(name=view.name, stages=stages)
        for view in site.views
        if (stages := tuple(stage for stage in view.stages if stage != ENGAGE or _engages(site, view.name)))
    )
    shelves = tuple(shelf for shelf in site.shelves if shelf.name not in missing)
    return replace(site, shelves=shelves, views=views)


def with_watched_fronts(site: Site) -> Site:
    """Return the site whose cameras know where in their pictures the fronts lie that they measure."""
    cameras = tuple(replace(camera, fronts_px=_fronts_px(site, camera.name)) for camera in site.cameras)
    return replace(site, cameras=cameras)


def _fronts_px(site: Site, camera_name: str) -> tuple[Segment, ...]:
    found = measured_fronts(site, camera_name)
    if isinstance(found, NoPinhole):
        return ()
    camera, fronts = found
    edges_m = [edge for front in fronts for edge in pairwise(np.pad(front.edge_xy_m, ((0, 0), (0, 1))))]
    edges_px = camera.project(np.array(edges_m))
    return tuple(
        ((x1, y1), (x2, y2)) for (x1, y1), (x2, y2) in edges_px[np.isfinite(edges_px).all((1, 2))].tolist()
    )


def _engages(site: Site, view: str) -> bool:
    """Return whether any camera of the view measures hands; where no camera is known, nothing is refused."""
    cameras = [camera for camera in site.cameras if camera.view == view]
    return not cameras or any(_is_made(c) or look_of(site, c.name) is not None for c in cameras)


def _is_made(camera: CameraPlace) -> bool:
    return camera.source.startswith(simulated.PREFIX)


def _pinhole_of(site: Site, camera_name: str | None) -> Pinhole | NoPinhole:
    camera = site.camera(camera_name)
    if not site.shelves:
        return NoPinhole("the site has no shelves")
    if camera is None or not site.is_in_metres or camera.floor_from_px is None:
        return NoPinhole("the camera has no landmarks: nothing says where its pixels lie on the floor")
    if camera.frame_px is None:
        return NoPinhole("the camera has no frame_px: nothing says where the middle of its picture is")
    return pinhole_of(camera.floor_from_px, camera.frame_px)


def _sights(site: Site, camera: Pinhole) -> tuple[ShelfSight, ...]:
    return tuple(_sight(shelf, camera) for shelf in site.shelves)


def _sight(shelf: Shelf, camera: Pinhole) -> ShelfSight:
    edge_m, along = _along(np.array(shelf.front_xy, dtype=np.float64))
    points_m = np.stack([np.column_stack((edge_m, np.full(len(edge_m), up_m))) for up_m in HANDS_UP_M])
    pixels = np.nan_to_num(camera.project(points_m), nan=-1.0)
    is_seen = ((pixels >= 0) & (pixels <= np.array(camera.frame_px))).all(axis=(0, 2))
    if not is_seen.any():
        return ShelfSight(shelf.name, 0.0, 0.0, 0.0)
    depth_m = camera.to_camera(points_m)[..., 2].max(axis=0)
    sight = edge_m - camera.position_m[:2]
    sight = sight / np.maximum(np.hypot(*sight.T), 1e-9)[:, None]
    across = np.abs(sight[:, 0] * along[:, 1] - sight[:, 1] * along[:, 0])
    return ShelfSight(
        shelf=shelf.name,
        share=float(is_seen.mean()),
        px_per_m=float((camera.focal_px / depth_m)[is_seen].min()),
        aside_deg=float(np.degrees(np.arcsin(np.minimum(across, 1.0)))[is_seen].max()),
    )


def _along(corners_m: Floats) -> tuple[Floats, Floats]:
    """Return points along the front edge and which way it goes there, both float64 (N, 2)."""
    points, ways = [], []
    for start, end in pairwise(corners_m):
        length_m = float(np.hypot(*(end - start)))
        steps = np.linspace(0.0, 1.0, max(round(length_m / STEP_M), 1) + 1)
        points.append(start + steps[:, None] * (end - start))
        ways.append(np.tile((end - start) / max(length_m, 1e-9), (len(steps), 1)))
    return np.concatenate(points), np.concatenate(ways)


def _how_near(sight: ShelfSight) -> tuple[bool, float, float]:
    """Return what puts the camera first that is nearest to measuring the shelf."""
    return not sight.problem, min(sight.share, LEAST_SHARE), sight.px_per_m
