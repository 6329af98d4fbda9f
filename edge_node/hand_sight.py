"""Which cameras of a site can tell whether a hand is in a shelf, what looks for it, why others cannot.

A shelf that no camera sees well enough is not measured: it is no cell of the layout, so nobody reads a zero.
"""

import math
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from edge_node import simulated
from edge_node.capture.source import FrontLine, Segment
from edge_node.site import CameraPlace, Shelf, Site
from edge_node.track.front import Front
from edge_node.track.hands import Hands
from edge_node.track.pinhole import NoPinhole, Pinhole, pinhole_of
from shared.schemas.layout import ViewLayout

Floats = NDArray[np.float64]

LEAST_PX_PER_M = 110.0
"""Fewer pixels a metre at the front edge: arms are too thin. Source: track/DECISIONS.md, 2026-11-27."""
MOST_ASIDE_M = 0.1
"""Farther off the vertical plane of the front: it is no line in the picture. Source: the same, 2026-11-27."""
LOWEST_M, HIGHEST_M = 0.2, 1.8
"""Between low boards and high ones; hands go nowhere else."""
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
    aside_m: float
    """How far the camera hangs from the vertical plane of the front; infinite where that is not one plane."""

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
        if not math.isfinite(self.aside_m):
            return "its front is not one straight line; draw every straight side as a shelf of its own"
        if self.aside_m > MOST_ASIDE_M:
            return (
                f"this camera hangs {self.aside_m:.2f} m aside of the shelf's front, at most "
                f"{MOST_ASIDE_M:g} m tell a hand behind it; hang it in line with the front edge"
            )
        return ""


def fronts_of(site: Site, camera_name: str | None = None) -> tuple[Front, ...] | NoPinhole:
    """Return the fronts in which the camera (the first one, unsaid) can tell hands, or why there are none."""
    pinhole = _pinhole_of(site, camera_name)
    if isinstance(pinhole, NoPinhole):
        return pinhole
    sights = _sights(site, pinhole)
    fronts = tuple(
        _front(index, shelf, pinhole)
        for index, (shelf, sight) in enumerate(zip(site.shelves, sights, strict=True))
        if not sight.problem
    )
    if not fronts:
        nearest = max(sights, key=_how_near)
        return NoPinhole(f'shelf "{nearest.shelf}": {nearest.problem}')
    return fronts


def hands_of(site: Site, camera_name: str | None = None) -> Hands | None:
    """Return what tells hands in shelves, or None where nothing can: its tracks then have no hands."""
    fronts = fronts_of(site, camera_name)
    return None if isinstance(fronts, NoPinhole) else Hands(fronts)


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
    return replace(site, cameras=tuple(_watching(site, camera) for camera in site.cameras))


def _watching(site: Site, camera: CameraPlace) -> CameraPlace:
    fronts = fronts_of(site, camera.name)
    if isinstance(fronts, NoPinhole):
        return replace(camera, fronts=(), fronts_px=())
    return replace(camera, fronts=tuple(_line(front) for front in fronts), fronts_px=_fronts_px(fronts))


def _fronts_px(fronts: tuple[Front, ...]) -> tuple[Segment, ...]:
    """Return the fronts' edges on the floor, in the picture."""
    edges_m = [(front.near_m, front.near_m + front.length_m * front.along) for front in fronts]
    edges_px = [
        front.camera.project(np.pad(edge_m, ((0, 0), (0, 1))))
        for front, edge_m in zip(fronts, edges_m, strict=True)
    ]
    return tuple(_segment(edge_px) for edge_px in edges_px if np.isfinite(edge_px).all())


def _front(index: int, shelf: Shelf, camera: Pinhole) -> Front:
    """Return the front; its line goes from a low hand at its near end to a high one at its far end."""
    edge_m = np.array(shelf.front_xy, dtype=np.float64)
    near_m, far_m = edge_m[np.argsort(np.hypot(*(edge_m - camera.position_m[:2]).T), kind="stable")]
    length_m = float(np.hypot(*(far_m - near_m)))
    ends_m = np.array([[*near_m, LOWEST_M], [*far_m, HIGHEST_M]])
    px_per_m = camera.focal_px / float(camera.to_camera(np.array([*far_m, LOWEST_M]))[2])
    along = (far_m - near_m) / length_m
    return Front(index, camera.project(ends_m), px_per_m, near_m, along, length_m, camera)


def _line(front: Front) -> FrontLine:
    return FrontLine(front.shelf, _segment(front.ends_px), front.px_per_m)


def _segment(ends_px: Floats) -> Segment:
    (x1, y1), (x2, y2) = ends_px.tolist()
    return (x1, y1), (x2, y2)


def _engages(site: Site, view: str) -> bool:
    """Return whether any camera of the view measures hands; where no camera is known, nothing is refused."""
    cameras = [camera for camera in site.cameras if camera.view == view]
    return not cameras or any(_is_made(c) or hands_of(site, c.name) is not None for c in cameras)


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
    corners_m = np.array(shelf.front_xy, dtype=np.float64)
    edge_m = _along(corners_m)
    points_m = np.stack([np.column_stack((edge_m, np.full(len(edge_m), up_m))) for up_m in HANDS_UP_M])
    pixels = np.nan_to_num(camera.project(points_m), nan=-1.0)
    is_seen = ((pixels >= 0) & (pixels <= np.array(camera.frame_px))).all(axis=(0, 2))
    low_m = np.column_stack((corners_m, np.full(len(corners_m), LOWEST_M)))
    if not is_seen.any() or not np.isfinite(camera.project(low_m)).all():  # part of it lies behind the camera
        return ShelfSight(shelf.name, 0.0, 0.0, 0.0)
    depth_m = camera.to_camera(points_m)[..., 2].max(axis=0)
    return ShelfSight(
        shelf=shelf.name,
        share=float(is_seen.mean()),
        px_per_m=float((camera.focal_px / depth_m)[is_seen].min()),
        aside_m=_aside_m(corners_m, camera),
    )


def _aside_m(corners_m: Floats, camera: Pinhole) -> float:
    """Return how far the camera hangs from the front's plane; infinite where the front has a corner."""
    if len(corners_m) != 2 or (corners_m[0] == corners_m[1]).all():
        return math.inf
    (start, end), at_m = corners_m, camera.position_m[:2]
    along, off_m = end - start, at_m - start
    return float(abs(along[0] * off_m[1] - along[1] * off_m[0]) / np.hypot(*along))


def _along(corners_m: Floats) -> Floats:
    """Return points along the front edge, float64 (N, 2)."""
    points = []
    for start, end in pairwise(corners_m):
        steps = max(round(float(np.hypot(*(end - start))) / STEP_M), 1)
        points.append(start + np.linspace(0.0, 1.0, steps + 1)[:, None] * (end - start))
    return np.concatenate(points)


def _how_near(sight: ShelfSight) -> tuple[bool, float, float]:
    """Return what puts the camera first that is nearest to measuring the shelf."""
    return not sight.problem, min(sight.share, LEAST_SHARE), sight.px_per_m
