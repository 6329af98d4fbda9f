"""A constant-velocity filter over many boxes at once, each of the four numbers on its own.

State per box: centre x, centre y, width, height in px and their speeds in px/s. With one noise per number and
no coupling between numbers, the 8×8 covariance falls apart into four 2×2 ones, kept as three arrays.
Source: Kalman 1960; noise scaled by box height as in Wojke 2017 §2.1.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

Floats = NDArray[np.float64]

MEASURED_SHARE = 0.05
"""Standard deviation of a measured centre or size, as a share of the box height."""

PUSH_SHARE = 0.15
"""Standard deviation of the change of speed in one second, as a share of the box height."""

FIRST_SPEED_SHARE = 0.8
"""Standard deviation of the unknown first speed per second, as a share of the box height."""

SIZE_PUSH_SHARE, FIRST_SIZE_SPEED_SHARE = PUSH_SHARE / 5, FIRST_SPEED_SHARE / 4
"""The same two for width and height, which change more slowly than the centre."""

_PUSH_SHARES = np.array([PUSH_SHARE, PUSH_SHARE, SIZE_PUSH_SHARE, SIZE_PUSH_SHARE])


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """Where N boxes are, how fast they move, and how sure that is."""

    cxcywh_px: Floats
    """float64 (N, 4): centre x, centre y, width, height."""
    speed_px_s: Floats
    """float64 (N, 4): change of each per second."""
    covariance: Floats
    """float64 (N, 4, 3): var(position), cov(position, speed), var(speed)."""

    def __post_init__(self) -> None:
        count = len(self.cxcywh_px)
        if self.speed_px_s.shape != (count, 4) or self.covariance.shape != (count, 4, 3):
            raise ValueError(f"expected arrays for {count} boxes, got {self!r}")

    @override
    def __repr__(self) -> str:
        return f"Motion({len(self.cxcywh_px)} boxes)"

    @property
    def xyxy_px(self) -> Floats:
        """Left, top, right, bottom of each box, float64 (N, 4)."""
        return to_xyxy(self.cxcywh_px)

    def only(self, rows: NDArray[np.intp]) -> "Motion":
        """Return the boxes of these rows, in this order."""
        return Motion(self.cxcywh_px[rows], self.speed_px_s[rows], self.covariance[rows])

    def joined(self, other: "Motion") -> "Motion":
        """Return these boxes followed by the other ones."""
        return Motion(
            np.vstack((self.cxcywh_px, other.cxcywh_px)),
            np.vstack((self.speed_px_s, other.speed_px_s)),
            np.concatenate((self.covariance, other.covariance)),
        )


def begin(boxes_xyxy_px: Floats) -> Motion:
    """Return the motion of boxes seen for the first time: at rest, with a wide doubt about that."""
    state = to_cxcywh(boxes_xyxy_px)
    height = state[:, 3:]
    covariance = np.zeros((len(state), 4, 3))
    covariance[:, :, 0] = (MEASURED_SHARE * height) ** 2
    covariance[:, :2, 2] = (FIRST_SPEED_SHARE * height) ** 2
    covariance[:, 2:, 2] = (FIRST_SIZE_SPEED_SHARE * height) ** 2
    return Motion(state, np.zeros_like(state), covariance)


def predict(motion: Motion, dt_s: float) -> Motion:
    """Return the boxes dt_s later."""
    position, both, speed = np.moveaxis(motion.covariance, 2, 0)
    push = (_PUSH_SHARES * motion.cxcywh_px[:, 3:]) ** 2
    covariance = np.stack(
        (
            position + 2 * dt_s * both + dt_s**2 * speed + push * dt_s**3 / 3,
            both + dt_s * speed + push * dt_s**2 / 2,
            speed + push * dt_s,
        ),
        axis=2,
    )
    state = motion.cxcywh_px + motion.speed_px_s * dt_s
    state[:, 2:] = np.maximum(state[:, 2:], 1.0)
    return Motion(state, motion.speed_px_s, covariance)


def correct(motion: Motion, boxes_xyxy_px: Floats) -> Motion:
    """Return the boxes after one measurement of each."""
    position, both, speed = np.moveaxis(motion.covariance, 2, 0)
    noise = (MEASURED_SHARE * motion.cxcywh_px[:, 3:]) ** 2
    surprise = to_cxcywh(boxes_xyxy_px) - motion.cxcywh_px
    gain, speed_gain = position / (position + noise), both / (position + noise)
    covariance = np.stack(
        ((1 - gain) * position, (1 - gain) * both, speed - speed_gain * both),
        axis=2,
    )
    return Motion(motion.cxcywh_px + gain * surprise, motion.speed_px_s + speed_gain * surprise, covariance)


def to_cxcywh(boxes_xyxy_px: Floats) -> Floats:
    """Return centre x, centre y, width, height of left-top-right-bottom boxes."""
    low, high = boxes_xyxy_px[:, :2], boxes_xyxy_px[:, 2:]
    return np.hstack(((low + high) / 2, high - low))


def to_xyxy(cxcywh_px: Floats) -> Floats:
    """Return left, top, right, bottom of boxes given by centre x, centre y, width, height."""
    centre, half = cxcywh_px[:, :2], cxcywh_px[:, 2:] / 2
    return np.hstack((centre - half, centre + half))
