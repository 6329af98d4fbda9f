"""What to open: one camera or file, by address, with what must be masked in it."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Kind = Literal["file", "usb", "rtsp", "rendered"]
Polygon = tuple[tuple[float, float], ...]
"""Corners (x_px, y_px) in the frame, at least three."""
Segment = tuple[tuple[float, float], tuple[float, float]]
"""Two ends (x_px, y_px) in the frame."""


@dataclass(frozen=True, slots=True)
class FrontLine:
    """The front of a shelf that a camera hangs in line with: one line in its picture, whatever the height."""

    shelf: int
    """Index into the site's shelves."""
    ends_px: Segment
    """Its nearest point low down, and its farthest high up."""
    px_per_m: float
    """Fewest pixels a metre along it: at its far end."""


_USB = re.compile(r"usb:(?P<number>\d{1,3})")

RENDERED = "rendered:"
"""Prefix of a simulated shop drawn as frames: ``rendered:<path of its JSON file>``."""


@dataclass(frozen=True, slots=True)
class SourceConfig:
    """One source of frames; the address decides how it is opened."""

    address: str = field(repr=False)
    """A path, ``usb:N`` (kept as ``/dev/videoN``), ``rtsp://…`` or ``rendered:<json file>``."""
    name: str = "camera"
    """What people call it; appears in logs."""
    masks_px: tuple[Polygon, ...] = ()
    """Privacy-masked areas, filled before anything else sees a frame."""
    watched_px: tuple[Segment, ...] = ()
    """Counting lines, queues and measured shelf fronts: no frame is skipped while people move near one."""
    fronts: tuple[FrontLine, ...] = ()
    """Shelf fronts across which arms are looked for."""
    started_at: datetime | None = None
    """Capture time of a file's first frame, UTC; None: when it is opened. Live sources ignore it."""
    max_rate_hz: float | None = None
    """Frames beyond this rate are skipped; None: all of them."""
    is_suspect: bool = False
    """True after a frozen picture: no frame counts until the picture has changed."""
    is_awaited: bool = True
    """Whether a live source that is lost is waited for; where somebody waits for an answer it is an error."""

    def __post_init__(self) -> None:
        if usb := _USB.fullmatch(self.address):
            object.__setattr__(self, "address", f"/dev/video{usb['number']}")
        if any(len(mask) < 3 for mask in self.masks_px):
            raise ValueError("expected masks of at least 3 corners, got fewer")
        if self.max_rate_hz is not None and not self.max_rate_hz > 0:
            raise ValueError(f"expected max_rate_hz above 0, got {self.max_rate_hz}")

    @property
    def kind(self) -> Kind:
        """How the address is opened."""
        if self.address.startswith(("rtsp://", "rtsps://")):
            return "rtsp"
        if self.address.startswith(RENDERED):
            return "rendered"
        return "usb" if self.address.startswith("/dev/video") else "file"

    @property
    def is_live(self) -> bool:
        """True when frames that are not taken in time are gone, and a lost source is worth waiting for."""
        return self.kind in ("rtsp", "usb")

    @property
    def shown(self) -> str:
        """The address without its user name and password."""
        return re.sub(r"//[^/@]*@", "//…@", self.address)
