"""A standing figure in body heights: how people look who do nothing, and who have a hand out before them.

Proportions after Drillis and Contini (1966). Left and right are alike; nobody's own size or shape is in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

JOINTS = 12
"""Shoulders, elbows, wrists, hips, knees, ankles, left before right: COCO-17 order from index 5 on."""

OUTLINE = 7
"""Points beyond the joints that reach the edges of a person's box: crown, brow, nape, finger tips, toes."""

UPPER_ARM, FOREARM, HAND, THIGH, SHANK = 0.186, 0.146, 0.051, 0.245, 0.246
HIP, SHOULDER, CROWN, ANKLE, TOE = 0.52, 0.818, 1.0, 0.039, 0.09
HALF_SHOULDERS, HALF_HIPS, HALF_HEAD = 0.115, 0.07, 0.05

REACHES = (0.2, 0.28, 0.36, 0.44)
"""How far before the feet a hand is that is out."""

HEIGHTS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""How high."""

TURNS_RAD = (-0.35, 0.0, 0.35)
"""How far somebody who reaches is turned away from the shelf."""

HANGING, HELD = (0.05, -0.31, 0.02), (0.16, -0.12, -0.05)
"""A wrist that hangs and one that holds something before the chest: ahead, up and aside of its shoulder."""

_AHEAD, _LEFT, _UP = np.eye(3)
_STRETCH = 0.97
_LEANS_RAD = np.radians(np.arange(0.0, 81.0, 5.0))


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """Ways to stand, feet on the origin, ahead along the first axis."""

    points: Floats
    """float64 (N, JOINTS + OUTLINE, 3): ahead, left, up, in body heights."""
    wrist_ahead: Floats
    """float64 (N,): how far the foremost wrist is before the feet."""
    weight: Floats
    """float64 (N,): how usual each is; they add up to 1."""

    @classmethod
    def of(cls, stances: list[Floats], weights: list[float]) -> Self:
        """Return the figures with their weights made to add up to 1."""
        points = np.array(stances)
        weight = np.array(weights)
        return cls(points, points[:, 4:6, 0].max(axis=1), weight / weight.sum())


def idle_figures() -> Figures:
    """Return figures with hands hanging or held before the chest, turned every way."""
    upright = _Trunk(lean_rad=0.0, sink=0.0)
    stances = [
        _turned(_stance(upright, (_near(left), _near(right))), turn_rad)
        for left, right in product((HANGING, HELD), repeat=2)
        for turn_rad in np.arange(8) * np.pi / 4
    ]
    return Figures.of(stances, [1.0] * len(stances))


def reaching_figures() -> Figures:
    """Return figures with one hand out at every height and length, bent as little as that takes."""
    stances, weights = [], []
    for ahead, height, turn_rad in product(REACHES, HEIGHTS, TURNS_RAD):
        trunk = _bent_to(ahead, height)
        if trunk is None:
            continue
        for arms in _arms(ahead, height):
            stances.append(_turned(_stance(trunk, arms), turn_rad))
            weights.append(1.0 if turn_rad == 0.0 else 0.5)
    return Figures.of(stances, weights)


@dataclass(frozen=True, slots=True)
class _Trunk:
    lean_rad: float
    sink: float

    def along(self, share: float = 1.0) -> Floats:
        """Return the direction of the back; a share of the lean for the neck."""
        along: Floats = np.sin(self.lean_rad * share) * _AHEAD + np.cos(self.lean_rad * share) * _UP
        return along

    @property
    def neck(self) -> Floats:
        neck: Floats = (HIP - self.sink) * _UP + (SHOULDER - HIP) * self.along()
        return neck


@dataclass(frozen=True, slots=True)
class _Arm:
    """Where a wrist is: from its own shoulder, or from between the feet."""

    ahead: float
    height: float
    aside: float
    is_out: bool


def _near(offset: tuple[float, float, float]) -> _Arm:
    return _Arm(*offset, is_out=False)


def _arms(ahead: float, height: float) -> Iterator[tuple[_Arm, _Arm]]:
    out, hanging = _Arm(ahead, height, 0.0, is_out=True), _near(HANGING)
    yield from ((out, hanging), (hanging, out))


def _bent_to(ahead: float, height: float) -> _Trunk | None:
    """Return the least bent trunk whose arm gets there; None: out of reach."""
    arm = UPPER_ARM + FOREARM
    sink = min(max((SHOULDER - height - 0.6 * arm) / 2, 0.0), 0.3 * HIP)
    for lean_rad in _LEANS_RAD.tolist():
        trunk = _Trunk(lean_rad, sink)
        if np.hypot(*(trunk.neck[[0, 2]] - (ahead, height))) <= _STRETCH * arm:
            return trunk
    return None


def _stance(trunk: _Trunk, arms: tuple[_Arm, _Arm]) -> Floats:
    points = np.zeros((JOINTS + OUTLINE, 3))
    for side, (sign, arm) in enumerate(zip((1.0, -1.0), arms, strict=True)):
        shoulder = trunk.neck + sign * HALF_SHOULDERS * _LEFT
        hip = (HIP - trunk.sink) * _UP + sign * HALF_HIPS * _LEFT
        ankle = ANKLE * _UP + sign * HALF_HIPS * _LEFT
        start = sign * HALF_SHOULDERS * _LEFT if arm.is_out else shoulder
        wrist = start + arm.ahead * _AHEAD + arm.height * _UP + sign * arm.aside * _LEFT
        elbow = _joint(shoulder, wrist, UPPER_ARM, FOREARM, -_AHEAD - _UP)
        knee = _joint(hip, ankle, THIGH, SHANK, _AHEAD)
        points[side:JOINTS:2] = (shoulder, elbow, wrist, hip, knee, ankle)
        points[JOINTS + 3 + side] = wrist + (wrist - elbow) * (HAND / FOREARM)
        points[JOINTS + 5 + side] = ankle + TOE * _AHEAD - ANKLE * _UP
    crown = trunk.neck + (CROWN - SHOULDER) * trunk.along(0.5)
    head = trunk.neck + (0.936 - SHOULDER) * trunk.along(0.5)
    points[JOINTS : JOINTS + 3] = crown, head + HALF_HEAD * _AHEAD, head - HALF_HEAD * _AHEAD
    return points


def _joint(start: Floats, end: Floats, first: float, second: float, towards: Floats) -> Floats:
    """Return the elbow or knee between two ends: both bones keep their length."""
    along = end - start
    apart = min(max(float(np.linalg.norm(along)), 1e-9), first + second)
    along = along / max(float(np.linalg.norm(along)), 1e-9)
    share = (first**2 - second**2 + apart**2) / (2 * apart)
    aside = towards - (towards @ along) * along
    aside = aside / max(float(np.linalg.norm(aside)), 1e-9)
    joint: Floats = start + share * along + np.sqrt(max(first**2 - share**2, 0.0)) * aside
    return joint


def _turned(points: Floats, turn_rad: float) -> Floats:
    cos, sin = np.cos(turn_rad), np.sin(turn_rad)
    turned: Floats = points @ np.array([[cos, sin, 0.0], [-sin, cos, 0.0], [0.0, 0.0, 1.0]])
    return turned
