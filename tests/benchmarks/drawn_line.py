"""Drawn clips through the real line: drawn, seen behind the wall, tracked on the floor, two at a time."""

import multiprocessing
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from edge_node.cameras import models_at_hand, source_of
from edge_node.capture.source import RENDERED
from edge_node.hand_sight import hands_of, with_watched_fronts
from edge_node.observations import FrameObservation, Journey
from edge_node.pose.models import DETECTORS, Models
from edge_node.replay import to_floor_of, upright_in
from edge_node.simulation.difficulty import LEVELS, VARIANTS
from edge_node.simulation.floor_in_view import as_seen
from edge_node.simulation.fronts_in_view import fronts_in_view
from edge_node.simulation.shop import Shop
from edge_node.simulation.site_toml import site_toml
from edge_node.simulation.staging import Staged, staged
from edge_node.simulation.views import VIEWS, placed
from edge_node.simulation.wearing import Dress, wearing
from edge_node.site import Site
from edge_node.site_file import SiteFile
from edge_node.site_reader import to_site
from edge_node.track.tracker import FloorTracker
from edge_node.wall.camera import WalledCamera
from edge_node.zones.journey import journey_of
from shared.config import parse_toml

STARTS_AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
AT_A_TIME = 2
"""Clips in work at once, each on one thread: two cores."""
ALL_LEVELS = {**LEVELS, **VARIANTS}
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Clip:
    """What to draw."""

    view: str
    level: str
    seed: int
    seconds: float
    dress: Dress | None = None
    """Who wears badges; None: nobody."""

    @property
    def staged(self) -> Staged:
        """The clip with its truth."""
        level = ALL_LEVELS[self.level]
        made = staged(VIEWS[self.view], level, seed=self.seed, seconds=self.seconds, starts_at=STARTS_AT)
        return made if self.dress is None else wearing(made, self.dress, seed=self.seed)


@dataclass(frozen=True, slots=True)
class Observed:
    """What the line made of a clip, beside the clip."""

    clip: Clip
    staged: Staged
    shop: Shop
    """The shop as this camera measures it."""
    site: Site
    observations: tuple[FrameObservation, ...]
    journeys: tuple[Journey, ...]
    stage_ms: dict[str, float]
    """Mean milliseconds a frame, by stage."""


def observe(clip: Clip, *, alone: bool = False) -> Observed:
    """Return the clip as seen behind the wall; *alone* takes the detector weights away."""
    made = clip.staged
    shop = as_seen(made.view.shop, made.scene.camera)
    site = site_of(made, shop)
    (place,) = site.cameras
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scene.json"
        made.scene.write(path)
        source = replace(source_of(place), address=f"{RENDERED}{path}")
        with WalledCamera(source, models=_models(alone=alone)) as camera:
            observations = tuple(camera.frames())
            stage_ms = camera.report.stage_ms
    return Observed(clip, made, shop, site, observations, track(observations, site), dict(stage_ms))


def site_of(made: Staged, shop: Shop) -> Site:
    """Return the site with the clip's camera, its shelves drawn as far as the camera sees them."""
    camera = placed(made.scene.camera, f"{RENDERED}scene.json")
    text = site_toml(shop, "Bench", "UTC", cameras=(camera,))
    site = to_site(parse_toml(text, SiteFile, name="bench"))
    fronts = fronts_in_view(shop, made.scene.camera)
    shelves = [replace(shelf, front_xy=fronts[shelf.name]) for shelf in site.shelves if shelf.name in fronts]
    return with_watched_fronts(replace(site, shelves=tuple(shelves)))


def track(observations: Iterable[FrameObservation], site: Site) -> tuple[Journey, ...]:
    """Return the journeys of everybody tracked."""
    tracker = FloorTracker(to_floor_of(site), upright=upright_in(site), hands=hands_of(site))
    ended = [track for observation in observations for track in tracker.update(observation)]
    return tuple(journey_of(track, site) for track in [*ended, *tracker.finish()])


def each(clips: list[Clip], work: Callable[[Clip], Answer]) -> Iterator[tuple[Clip, Answer]]:
    """Yield what the work made of every clip, as each is done; progress goes to stderr."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(AT_A_TIME, mp_context=spawn) as pool:
        futures = {pool.submit(work, clip): clip for clip in clips}
        for done, future in enumerate(as_completed(futures), start=1):
            clip = futures[future]
            print(f"\r{done}/{len(clips)} clips · {clip.level} {clip.view}\033[K", end="", file=sys.stderr)
            yield clip, future.result()
    print("", file=sys.stderr)


def _models(*, alone: bool) -> Models:
    models = models_at_hand()
    if not alone:
        if not models.has_detectors:
            names = " and ".join(model.name for model in DETECTORS)
            raise SystemExit(f"expected {names} to judge by, got none: put them into SHOAL_MODELS")
        return models
    detectors = {model.name for model in DETECTORS}
    return Models({name: path for name, path in models.paths.items() if name not in detectors})
