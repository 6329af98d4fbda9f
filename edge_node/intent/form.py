"""The form of the intent network: which numbers it has, in which order. Nothing here needs torch."""

from dataclasses import dataclass
from math import prod
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge_node.intent.levels import UNREAD
from edge_node.intent.window import FEATURES, LABELS, STEPS

VERSION: Final = 1
"""Of the layers and their order; stores train and read only what they have the form of."""

LEVEL_COUNTS: Final = tuple(len(feature.edges) + 1 for feature in FEATURES)
INPUTS: Final = sum(LEVEL_COUNTS)
"""One number for each level of each feature."""

KERNEL: Final = 2
"""Moments that a convolution sees at a time."""

GROUPS: Final = 3
"""Groups of channels that are brought to one spread; each window by itself, as private training needs."""

_COUNTS: Final = np.array(LEVEL_COUNTS, dtype=np.float32)
_STARTS: Final = np.cumsum((0, *LEVEL_COUNTS[:-1]))


@dataclass(frozen=True, slots=True)
class Form:
    """How wide a network is and how many answers it has."""

    width: int = 6
    """Channels of both convolutions; a multiple of GROUPS."""
    classes: int = len(LABELS)

    def __post_init__(self) -> None:
        if self.width < GROUPS or self.width % GROUPS or self.classes < 2:
            raise ValueError(
                f"expected a width in {GROUPS}s and 2 answers, got {self.width} and {self.classes}"
            )

    @property
    def last_steps(self) -> int:
        """Moments that are left after both convolutions."""
        return STEPS - 2 * (KERNEL - 1)

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The arrays in the order in which they stand in one vector."""
        width = self.width
        return {
            "first.weight": (width, INPUTS, KERNEL),
            "first.bias": (width,),
            "spread.weight": (width,),
            "spread.bias": (width,),
            "second.weight": (width, width, KERNEL),
            "second.bias": (width,),
            "answer.weight": (self.classes, width * self.last_steps),
            "answer.bias": (self.classes,),
            "straight.weight": (self.classes, INPUTS * STEPS),
        }

    @property
    def parameters(self) -> int:
        """How many numbers that is."""
        return sum(prod(shape) for shape in self.shapes.values())

    def arrays(self, weights: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
        """Return the vector's arrays by name.  Shape: float32 (P,)."""
        if weights.shape != (self.parameters,) or weights.dtype != np.float32:
            raise ValueError(f"expected float32 ({self.parameters},), got {weights.dtype} {weights.shape}")
        found, start = {}, 0
        for name, shape in self.shapes.items():
            found[name] = weights[start : start + prod(shape)].reshape(shape)
            start += prod(shape)
        return found


def centred(windows: NDArray[np.int8]) -> NDArray[np.float32]:
    """Return the windows as the network reads them: int8 (N, STEPS, 14) → float32 (N, INPUTS, STEPS).

    A feature's levels add up to 0: the one that the window has is above, the others are below, and all are 0
    where it was not read. So few large steps get far (edge_node/intent/DECISIONS.md).
    """
    is_read = windows != UNREAD
    hot = -np.repeat(is_read, LEVEL_COUNTS, axis=2).astype(np.float32) / np.repeat(_COUNTS, LEVEL_COUNTS)
    row, step, feature = np.nonzero(is_read)
    hot[row, step, _STARTS[feature] + windows[row, step, feature]] += 1.0
    return np.ascontiguousarray(hot.transpose(0, 2, 1))
