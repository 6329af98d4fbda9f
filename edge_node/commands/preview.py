"""``shoal edge preview``: what the store console would show, saved; announced and audited."""

import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import click

from edge_node.cameras import models_at_hand
from edge_node.capture.source import SourceConfig
from edge_node.errors import CaptureError, StorageError
from edge_node.observations import FrameObservation
from edge_node.picture import as_drawn
from edge_node.site import CameraPlace
from edge_node.site_reader import load_site
from edge_node.storage.files import advice_for, append_private, write_whole
from edge_node.storage.home import Home
from edge_node.wall.camera import WalledCamera
from edge_node.wall.preview import Preview
from shared.clock import Clock, SystemClock

ANNOUNCEMENT = (
    "saving previews of {address} to {folder}: every head and the body round it is filled, and nothing "
    "unfilled is kept; this is recorded in the audit log"
)
"""Said on stderr before the first picture is written."""


@dataclass(frozen=True, slots=True)
class Previewed:
    """What became of the pictures of one source."""

    saved: int
    withheld: int
    """Not made because the line was not sure of every head; the first half second is among them."""


def preview_file(address: str, site: Path | None, folder: Path, *, every: int, home: Path) -> Previewed:
    """Announce, record, then save every n-th preview as a JPEG; return how many, and how many were withheld.

    Raises: StorageError when the act cannot be recorded, and then nothing is saved; CaptureError when the
    folder cannot be written to.
    """
    camera = None if site is None else load_site(site).camera()
    masks_px = () if camera is None else camera.masks_px
    source = SourceConfig(address=address, masks_px=masks_px, is_awaited=False)
    click.echo(ANNOUNCEMENT.format(address=source.shown, folder=folder), err=True)
    record(
        home, {"action": "previews asked for", "source": source.shown, "folder": str(folder)}, SystemClock()
    )
    with WalledCamera(source, models=models_at_hand(), preview=True) as walled:
        saved = save_every(walled, folder, every=every, place=camera)
    return Previewed(saved, sum(walled.report.withheld.values()))


class Previewing(Protocol):
    """A camera that makes a preview before each frame; edge_node.wall.camera.WalledCamera is one."""

    previews: deque[Preview]

    def frames(self) -> Iterator[FrameObservation]:
        """Yield one observation per frame, its preview put aside before it."""
        ...


def save_every(camera: Previewing, folder: Path, *, every: int, place: CameraPlace | None = None) -> int:
    """Save every n-th preview and return how many; with a place, only while its masks fit the picture.

    Raises: CaptureError when the folder cannot be written to; SiteError when the place was drawn on another
    picture, and then nothing is saved.
    """
    saved = 0
    for number, _ in enumerate(as_drawn(camera.frames(), place)):
        taken = [camera.previews.popleft() for _ in range(len(camera.previews))]
        if taken and number % every == 0:
            _save(taken[-1], folder)
            saved += 1
    return saved


def record(home: Path, act: dict[str, str], clock: Clock) -> None:
    """Append one line to the audit log.

    Raises: StorageError when it cannot be written; the act it records must then not happen.
    """
    line = {"at": clock.now().isoformat(timespec="seconds"), **act}
    try:
        append_private(Home(home).preview_log, (json.dumps(line, ensure_ascii=False) + "\n").encode())
    except StorageError as error:
        raise StorageError(f"cannot write the audit log, so nothing is shown: {error}") from error


def _save(preview: Preview, folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(folder / f"frame-{preview.index:06d}.jpg", preview.jpeg)
    except OSError as error:
        reason = f"{error.strerror}. {advice_for(error)}"
        raise CaptureError(f"cannot save previews in {folder}: {reason}") from error
