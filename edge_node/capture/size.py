"""Which pictures can be worked with: large enough to hold a person, small enough to hold in memory."""

from edge_node.errors import CaptureError

LEAST_SIDE_PX = 64
"""People under 60 px are not found, so nobody can be seen in less."""
MOST_SIDE_PX = 8192
"""One frame of 8192 × 8192 px is 200 MB; larger headers are damage or malice. 8K video is 7680 px wide."""


def check_size(width_px: int, height_px: int, shown: str) -> None:
    """Refuse a picture too small to show a person or too large to hold.  Raises: CaptureError."""
    if min(width_px, height_px) >= LEAST_SIDE_PX and max(width_px, height_px) <= MOST_SIDE_PX:
        return
    raise CaptureError(
        f"expected a picture of {LEAST_SIDE_PX} to {MOST_SIDE_PX} px each way in {shown}, "
        f"got {width_px}×{height_px} px. Set the camera to 1280×720 or record the file again."
    )
