"""The coarse movement window: four moments, a second apart, of fourteen levels, and what came after it.

One window stands for one track. It holds no track id, no clock time, no length and no quantity, only levels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from edge_node.errors import WindowError
from edge_node.intent.levels import LEVELS, UNREAD, Level

VERSION: Final = 2
"""Of the form below; a change of steps, features, edges or labels is another version."""

STEPS: Final = 4
"""Moments in a window."""

STEP_S: Final = 1.0
"""Seconds from one moment to the next (DESIGN §4: 4 s at 1 Hz)."""

PLACES: Final = (
    Level("distance to the nearest shelf, m", (1.0,)),
    Level("distance to the entrance, m", (2.0,)),
    Level("distance to the nearest queue, m", (1.5,)),
)
"""Where somebody stands, as far as it is kept; a site without shelf, entrance or queue has level UNREAD."""

FEATURES: Final = (*LEVELS, *PLACES)
"""What each column of a window says and where it is cut; a column of e edges has levels 0 to e."""

Label = Literal["pass_by", "browse", "reach", "queue", "leave"]
"""What a track did after its window (hindsight.py)."""

LABELS: Final[tuple[Label, ...]] = get_args(Label)

BYTES: Final = 2 + STEPS * len(FEATURES)
"""Length of every example as bytes: the version, the label's place in LABELS, the levels row by row."""

_HIGHEST: Final = np.array([len(level.edges) for level in FEATURES], dtype=np.int8)


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Window:
    """How one person moved for four moments."""

    levels: NDArray[np.int8]
    """int8 (STEPS, len(FEATURES)): UNREAD, or from 0 to the feature's number of edges."""

    def __post_init__(self) -> None:
        _check(self.levels, (STEPS, len(FEATURES)))

    @override
    def __repr__(self) -> str:
        return "Window(…)"


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Example:
    """A window and what the same track did after it: what a model learns from."""

    window: Window
    label: Label

    def __post_init__(self) -> None:
        if self.label not in LABELS:
            raise ValueError(f"expected one of {', '.join(LABELS)}, got {self.label!r}")

    @override
    def __repr__(self) -> str:
        return f"Example(…, {self.label})"


def to_bytes(example: Example) -> bytes:
    """Return BYTES bytes, the same number for every example."""
    return bytes((VERSION, LABELS.index(example.label))) + example.window.levels.tobytes()


def from_bytes(text: bytes) -> Example:
    """Return what to_bytes was given.

    Raises: WindowError for another version, another length, an unknown label or a level out of its range.
    """
    if not text or text[0] != VERSION:
        raise WindowError(f"expected a window of version {VERSION}, got {text[0] if text else 'nothing'}")
    if len(text) != BYTES:
        raise WindowError(f"expected a window of {BYTES} bytes, got {len(text)}")
    if text[1] >= len(LABELS):
        raise WindowError(f"expected a label below {len(LABELS)}, got {text[1]}")
    levels = np.frombuffer(text, dtype=np.int8, offset=2).reshape(STEPS, len(FEATURES)).copy()
    try:
        return Example(Window(levels), LABELS[text[1]])
    except ValueError as error:
        raise WindowError(str(error)) from error


def stacked(examples: Sequence[Example]) -> tuple[NDArray[np.int8], NDArray[np.int64]]:
    """Return int8 (N, STEPS, len(FEATURES)) and int64 (N,), a label being its place in LABELS."""
    windows = np.zeros((len(examples), STEPS, len(FEATURES)), dtype=np.int8)
    for row, example in enumerate(examples):
        windows[row] = example.window.levels
    return windows, np.array([LABELS.index(example.label) for example in examples], dtype=np.int64)


def _check(levels: NDArray[np.int8], shape: tuple[int, int]) -> None:
    if levels.dtype != np.int8 or levels.shape != shape:
        raise ValueError(f"expected levels int8 {shape}, got {levels.dtype} {levels.shape}")
    if (levels < UNREAD).any() or (levels > _HIGHEST).any():
        raise ValueError("expected each level from -1 to its feature's number of edges, got one outside")
