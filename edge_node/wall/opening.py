"""Opening the camera, the one thing that may still ask for a file, a device or a socket."""

from pathlib import Path

from edge_node.capture.rate import Thinned
from edge_node.capture.rendered import RenderedShop
from edge_node.capture.source import RENDERED, SourceConfig
from edge_node.capture.video import Video
from edge_node.ports import Camera
from shared.clock import SystemClock


def open_camera(source: SourceConfig) -> Camera:
    """Return the source, open; it needs nothing new from the kernel afterwards.

    Raises: edge_node.errors.CaptureError if it cannot be opened.
    """
    if source.kind == "rendered":
        shop = RenderedShop.from_file(Path(source.address.removeprefix(RENDERED)))
        return Thinned(shop, source.max_rate_hz)
    return Video(source, SystemClock())
