"""Preview: the only picture that may cross the wall."""

from dataclasses import dataclass
from datetime import datetime

from typing_extensions import override

LARGEST_BYTES = 2 * 1024 * 1024
"""A preview of 1920×1080 at quality 80 stays under 1 MB."""


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Preview:
    """One JPEG encoded after the wide fill; made only while someone has asked for it."""

    jpeg: bytes
    index: int
    """Frame number since the source was opened."""
    captured_at: datetime
    """Capture time, UTC."""

    def __post_init__(self) -> None:
        if not self.jpeg.startswith(b"\xff\xd8") or len(self.jpeg) > LARGEST_BYTES:
            raise ValueError(f"expected a JPEG of at most {LARGEST_BYTES} bytes, got {len(self.jpeg)} bytes")

    @override
    def __repr__(self) -> str:
        return f"Preview({len(self.jpeg)} bytes)"
