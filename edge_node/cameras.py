"""From a camera's place in the site file to the confined child that looks through it."""

import os
from dataclasses import replace
from datetime import datetime

from edge_node.capture.source import SourceConfig
from edge_node.pose.fetch import Fetcher
from edge_node.pose.models import Models, find_models, model_folders
from edge_node.pose.progress import progress_bar
from edge_node.site import CameraPlace
from edge_node.wall.camera import WalledCamera

OFFLINE = "SHOAL_OFFLINE"
"""Environment variable: when it says anything, no weights are fetched and nobody is asked for them."""


def open_camera(
    place: CameraPlace, models: Models, *, started_at: datetime | None = None, is_awaited: bool = True
) -> WalledCamera:
    """Return the camera behind its wall, ready to be entered.

    started_at: capture time of a file's first frame; None takes the moment it is opened.
    is_awaited: whether a live source that is lost is waited for.
    Raises: CaptureError, ModelError, WallError once its frames are asked for.
    """
    source = source_of(place, started_at=started_at)
    return WalledCamera(replace(source, is_awaited=is_awaited), models=models)


def models_at_hand() -> Models:
    """Return the weights by the resolution order, fetching what is missing unless SHOAL_OFFLINE is set.

    Raises: ModelError if one without which there is no pose cannot be had.
    """
    with progress_bar() as report:
        fetch = None if os.environ.get(OFFLINE) else Fetcher(report)
        return find_models(*model_folders(), fetch)


def source_of(place: CameraPlace, *, started_at: datetime | None = None) -> SourceConfig:
    """Return what the child opens, with the areas it must mask first, the lines and fronts it must watch."""
    return SourceConfig(
        address=place.source,
        name=place.name,
        masks_px=place.masks_px,
        watched_px=place.lines_px + place.fronts_px,
        fronts=place.fronts,
        started_at=started_at,
    )
