"""Integer vectors as bytes in the journal."""

import numpy as np
from numpy.typing import NDArray

_FORM = np.dtype("<i8")


def to_blob(vector: NDArray[np.int64]) -> bytes:
    """Return the entries as little-endian int64."""
    return vector.astype(_FORM, copy=False).tobytes()


def from_blob(blob: bytes) -> NDArray[np.int64]:
    """Return a writable int64 vector."""
    return np.frombuffer(blob, dtype=_FORM).astype(np.int64)
