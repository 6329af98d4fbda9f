"""What a video file says of itself before a single picture is decoded."""

from dataclasses import dataclass
from pathlib import Path

import av

from edge_node.capture.decoding import reason_of
from edge_node.errors import CaptureError


@dataclass(frozen=True, slots=True)
class Clip:
    """A video file's own words."""

    width_px: int
    height_px: int
    length_s: float
    """Playing time; 0 where the file does not say."""


def probe(path: Path) -> Clip:
    """Return the size and length that stand in the file's header.

    Raises: CaptureError when it is no video.
    """
    try:
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            length_s = (container.duration or 0) / av.time_base
            return Clip(stream.codec_context.width, stream.codec_context.height, length_s)
    except IndexError as error:
        raise CaptureError(f"expected a picture in {path}, got none. Choose a file with video.") from error
    except (av.error.FFmpegError, OSError) as error:
        raise CaptureError(
            f"expected a video file {path}, got {reason_of(error)}. Choose a video file; if it is one, copy "
            "it again, for it may be cut off."
        ) from error
