"""Each example's gradient worked out by hand in numpy: what Opacus finds, at a third of the time.

Stores train with ``vectorising.Judge``. A table of invented shops asks millions of times, so the simulation
hands this one to the same training; a test holds the two against each other, number by number.
"""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from edge_node.federated.vectorising import Judged
from edge_node.intent.form import GROUPS, KERNEL, Form, centred

Floats = NDArray[np.float32]

_EPSILON = 1e-5
"""What torch's GroupNorm adds to a variance."""


@dataclass(frozen=True, slots=True, eq=False)
class _Passed:
    """What the network made of some windows on the way to its scores."""

    moments: Floats
    """float32 (N, INPUTS · STEPS)."""
    patches: Floats
    """float32 (N, T, INPUTS · KERNEL): what the first convolution sees at each place."""
    evened: Floats
    """float32 (N, W, T): before scale and shift."""
    root: Floats
    """float32 (N, GROUPS, 1): spread of each group before it was evened."""
    seen: Floats
    """float32 (N, W, T)."""
    bent: Floats
    """float32 (N, W, last steps)."""


class JudgeByHand:
    """The intent network's loss and its slope; asked as a ``Judge`` is."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def judge(
        self, weights: NDArray[np.float32], windows: NDArray[np.int8], labels: NDArray[np.int64]
    ) -> Judged:
        """Return every example's gradient, loss and answer at the weights.  Shape: float32 (P,)."""
        arrays, rows = self.form.arrays(weights), np.arange(len(labels))
        passed = _passed(arrays, centred(windows))
        scores = passed.bent.reshape(len(rows), -1) @ arrays["answer.weight"].T + arrays["answer.bias"]
        scores += passed.moments @ arrays["straight.weight"].T
        above = scores - scores.max(axis=1, keepdims=True)
        off = np.exp(above)
        total = off.sum(axis=1, keepdims=True)
        losses = np.log(total[:, 0]) - above[rows, labels]
        off /= total
        off[rows, labels] -= 1
        gradients = np.empty((len(rows), self.form.parameters), dtype=np.float32)
        _write_slopes(self._parts(gradients), arrays, passed, off)
        return Judged(gradients, losses, scores.argmax(axis=1) == labels)

    def _parts(self, gradients: Floats) -> dict[str, Floats]:
        """Return each array's part of every example's gradient, to be written into."""
        found, start = {}, 0
        for name, shape in self.form.shapes.items():
            size = int(np.prod(shape))
            found[name] = gradients[:, start : start + size].reshape(len(gradients), *shape)
            start += size
        return found


def _passed(arrays: dict[str, Floats], moments: Floats) -> _Passed:
    patches = _patches(moments)
    evened, root = _evened(_convolved(arrays, "first", patches))
    seen = np.tanh(evened * arrays["spread.weight"][:, None] + arrays["spread.bias"][:, None])
    bent = np.tanh(_convolved(arrays, "second", _patches(seen)))
    return _Passed(moments.reshape(len(moments), -1), patches, evened, root, seen, bent)


def _write_slopes(parts: dict[str, Floats], arrays: dict[str, Floats], passed: _Passed, off: Floats) -> None:
    """Write each part, from the answers back; off is the loss's slope by the scores: float32 (N, classes)."""
    flat, bent, seen = passed.bent.reshape(len(off), -1), passed.bent, passed.seen
    parts["answer.bias"][:] = off
    np.multiply(off[:, :, None], flat[:, None], out=parts["answer.weight"])
    np.multiply(off[:, :, None], passed.moments[:, None], out=parts["straight.weight"])
    second = (off @ arrays["answer.weight"]).reshape(bent.shape) * (1 - bent**2)
    _write_convolved(parts, "second", second, _patches(seen))
    before = _spread_back(second, arrays["second.weight"], seen.shape) * (1 - seen**2)
    parts["spread.weight"][:] = (before * passed.evened).sum(axis=2)
    parts["spread.bias"][:] = before.sum(axis=2)
    first = _unevened(before * arrays["spread.weight"][:, None], passed.evened, passed.root)
    _write_convolved(parts, "first", first, passed.patches)


def _patches(channels: Floats) -> Floats:
    """Return what a kernel sees at each place.  Shape: (N, C, T) → (N, T − KERNEL + 1, C · KERNEL)."""
    seen = sliding_window_view(channels, KERNEL, axis=2).transpose(0, 2, 1, 3)
    return seen.reshape(*seen.shape[:2], -1)


def _convolved(arrays: dict[str, Floats], name: str, patches: Floats) -> Floats:
    weight = arrays[f"{name}.weight"]
    found = patches @ weight.reshape(len(weight), -1).T + arrays[f"{name}.bias"]
    return np.ascontiguousarray(found.transpose(0, 2, 1))


def _write_convolved(parts: dict[str, Floats], name: str, slope: Floats, patches: Floats) -> None:
    """Write a convolution's slopes; slope is the loss's by what it gave: float32 (N, W, T)."""
    parts[f"{name}.bias"][:] = slope.sum(axis=2)
    weight = parts[f"{name}.weight"].reshape(len(slope), slope.shape[1], -1)
    np.matmul(slope, patches, out=weight)


def _spread_back(slope: Floats, weight: Floats, shape: tuple[int, ...]) -> Floats:
    """Return the loss's slope by what a convolution was given: float32 of the shape."""
    found = np.zeros(shape, dtype=np.float32)
    for k in range(KERNEL):
        found[:, :, k : k + slope.shape[2]] += np.matmul(weight[:, :, k].T, slope)
    return found


def _evened(channels: Floats) -> tuple[Floats, Floats]:
    """Return each window's groups of channels at mean 0 and variance 1, and their spread (Wu and He 2018)."""
    groups = channels.reshape(len(channels), GROUPS, -1)
    off = groups - groups.mean(axis=2, keepdims=True)
    root = np.sqrt((off**2).mean(axis=2, keepdims=True) + np.float32(_EPSILON))
    return (off / root).reshape(channels.shape), root


def _unevened(slope: Floats, evened: Floats, root: Floats) -> Floats:
    """Return the slope by the channels before they were evened (Ioffe and Szegedy 2015, §3)."""
    slopes, groups = (one.reshape(len(slope), GROUPS, -1) for one in (slope, evened))
    along = (slopes * groups).mean(axis=2, keepdims=True)
    found: Floats = (slopes - slopes.mean(axis=2, keepdims=True) - groups * along) / root
    return found.reshape(slope.shape)
