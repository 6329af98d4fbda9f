"""A stick body in metres: COCO-17 keypoints of somebody who walks, stands or reaches.

Proportions of body height after Drillis and Contini (1966). It moves plausibly, not exactly: good enough to
be found by a person detector and to say where a hand is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge_node.simulation.bending import STEP_IN_M, TARGET_M, bent_to
from edge_node.simulation.movement import Act, Movement, positions
from edge_node.simulation.pushing import pushed
from edge_node.simulation.shop import Box

Floats = NDArray[np.float64]

HIP, SHOULDER, EYE, ANKLE = 0.52, 0.818, 0.936, 0.039
"""Heights of joints, as shares of body height."""
UPPER_ARM, FOREARM, THIGH, SHANK = 0.186, 0.146, 0.245, 0.246
HALF_SHOULDERS, HALF_HIPS = 0.115, 0.07
_WALKING_M_S = 0.2
_TURN_S = 0.3
_SWING = 0.17
"""Half a step at full pace, as a share of body height."""
_FULL_PACE_M_S = 1.2
_INSPECT_RAMP_S = 0.4
HANDLE_M = 1.0
"""Height of a trolley's handle."""
FINGERS = 0.35
"""How far fingers go beyond the wrist, in forearms; edge_node/capture/figures.py draws them so."""
_AHEAD_COS = 0.7
"""Who stands beside the trolley has let go of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Posture:
    """What the body does at each of T moments."""

    xy_m: Floats
    """float64 (T, 2): middle of the hips on the floor."""
    facing_rad: Floats
    """float64 (T,): 0 east, counter-clockwise."""
    swing: Floats
    """float64 (T,): half a step, as a share of body height; 0 standing."""
    phase_rad: Floats
    """float64 (T,): the step cycle; 2π is a left and a right step."""
    reach: Floats
    """float64 (T, 2): how far the left and the right arm are out, in [0, 1]."""
    reach_height_m: Floats
    """float64 (T,): where the hand goes."""
    inspect: Floats
    """float64 (T, 2): how far the left and the right hand are in front of the chest, in [0, 1]."""
    trolley: Floats
    """float64 (T, 3): x, y of the middle of a trolley in metres and its heading; no rows: none is pushed."""
    still: Floats
    """float64 (T, 2): how far the left and the right arm hang without swinging, in [0, 1]."""


def posture_of(movement: Movement, t_s: Floats, furniture: Sequence[Box] = ()) -> Posture:
    """Return the postures at evenly spaced times, unix seconds, float64 (T,); trolleys go round furniture."""
    xy_m = positions(movement, t_s)
    step_s = float(t_s[1] - t_s[0]) if len(t_s) > 1 else 1.0
    velocity = np.gradient(xy_m, step_s, axis=0) if len(t_s) > 1 else np.zeros_like(xy_m)
    speed = np.hypot(velocity[:, 0], velocity[:, 1])
    swing = _SWING * np.minimum(speed / _FULL_PACE_M_S, 1.2)
    length_m = np.maximum(2 * swing * movement.stature_m, 0.1)
    reach, height_m, inspect = _hands(movement.acts, t_s)
    facing_rad = _facing(movement.acts, t_s, velocity, speed, step_s)
    step_in = STEP_IN_M * reach.max(axis=1)[:, None] * _axes(facing_rad)[0][:, :2]
    return Posture(
        xy_m=xy_m + step_in,
        facing_rad=facing_rad,
        swing=swing,
        phase_rad=np.cumsum(np.pi * speed * step_s / length_m) + movement.person,
        reach=reach,
        reach_height_m=height_m,
        inspect=inspect,
        trolley=pushed(movement.acts, t_s, xy_m, facing_rad, furniture)
        if movement.pushes
        else np.empty((0, 3)),
        still=np.zeros((len(t_s), 2)),
    )


def keypoints_m(posture: Posture, stature_m: float) -> Floats:
    """Return float64 (T, 17, 3): x east, y north, z up, metres in the site frame; COCO-17 order."""
    ahead, left = _axes(posture.facing_rad)
    up = np.array([0.0, 0.0, 1.0])
    ground = np.concatenate([posture.xy_m, np.zeros((len(posture.xy_m), 1))], axis=1)
    lean_rad, sink_m = _bent(posture, stature_m)
    body = ground - (_dip(posture) * stature_m + sink_m)[:, None] * up
    trunk = _along(ahead, lean_rad) * (SHOULDER - HIP) * stature_m
    points = np.zeros((len(ground), 17, 3))
    head = body + HIP * stature_m * up + trunk + _along(ahead, lean_rad / 2) * (EYE - SHOULDER) * stature_m
    points[:, 0] = head + (0.068 * ahead - 0.015 * up) * stature_m
    for side, sign in ((0, 1.0), (1, -1.0)):
        points[:, 1 + side] = head + (0.056 * ahead + sign * 0.019 * left + 0.004 * up) * stature_m
        points[:, 3 + side] = head + (sign * 0.044 * left) * stature_m
        shoulder = body + (HIP * up + sign * HALF_SHOULDERS * left) * stature_m + trunk
        hip = body + (HIP * up + sign * HALF_HIPS * left) * stature_m
        swing = sign * np.cos(posture.phase_rad)
        lift = np.maximum(0.0, -sign * np.sin(posture.phase_rad)) * posture.swing * 0.3
        ankle = hip * [1, 1, 0] + ahead * (posture.swing * swing)[:, None] * stature_m
        ankle = ankle + (ANKLE + lift)[:, None] * stature_m * up
        wrist = _wrist(posture, shoulder, side, -swing, stature_m)
        points[:, 5 + side], points[:, 9 + side] = shoulder, wrist
        points[:, 7 + side] = _joint(shoulder, wrist, UPPER_ARM * stature_m, FOREARM * stature_m, -ahead - up)
        points[:, 11 + side], points[:, 15 + side] = hip, ankle
        points[:, 13 + side] = _joint(hip, ankle, THIGH * stature_m, SHANK * stature_m, ahead)
    return points


def _bent(posture: Posture, stature_m: float) -> tuple[Floats, Floats]:
    """Return lean (radians) and sinking of the hips (metres), as far as the arm that reaches is out."""
    lengths_m = np.array([HIP, SHOULDER - HIP, UPPER_ARM + FOREARM]) * stature_m
    lean_rad, sink_m = bent_to(posture.reach_height_m, *lengths_m.tolist())
    out = posture.reach.max(axis=1)
    return lean_rad * out, sink_m * out


def _along(ahead: Floats, lean_rad: Floats) -> Floats:
    """Return the unit vector of a straight back, float64 (T, 3)."""
    up = np.array([0.0, 0.0, 1.0])
    along: Floats = np.sin(lean_rad)[:, None] * ahead + np.cos(lean_rad)[:, None] * up
    return along


def _dip(posture: Posture) -> Floats:
    """Return how far the hips sink when the legs are apart, as a share of body height."""
    apart = posture.swing * np.cos(posture.phase_rad)
    dip: Floats = np.maximum(HIP - ANKLE - np.sqrt((0.995 * (THIGH + SHANK)) ** 2 - apart**2), 0.0)
    return dip


def _axes(facing_rad: Floats) -> tuple[Floats, Floats]:
    cos, sin, zero = np.cos(facing_rad), np.sin(facing_rad), np.zeros_like(facing_rad)
    return np.stack([cos, sin, zero], axis=1), np.stack([-sin, cos, zero], axis=1)


def _wrist(posture: Posture, shoulder: Floats, side: int, swing: Floats, stature_m: float) -> Floats:
    """Hanging and swinging, blended with reaching out and with holding something before the chest."""
    ahead, left = _axes(posture.facing_rad)
    up = np.array([0.0, 0.0, 1.0])
    arm_m = (UPPER_ARM + FOREARM) * stature_m
    sign = 1.0 if side == 0 else -1.0
    swings = 1 - posture.still[:, side]
    hanging = shoulder + ahead * (swings * (0.05 + 0.7 * posture.swing * swing))[:, None] * stature_m
    hanging = hanging - 0.94 * arm_m * up + sign * 0.02 * stature_m * left
    if len(posture.trolley):
        handle = shoulder + 0.8 * arm_m * ahead + (HANDLE_M - shoulder[:, 2])[:, None] * up
        is_ahead = np.cos(posture.trolley[:, 2] - posture.facing_rad) > _AHEAD_COS
        hanging = hanging + (is_ahead * swings)[:, None] * (handle - hanging)
    aside = sign * HALF_SHOULDERS * stature_m * left
    feet = np.concatenate([posture.xy_m, np.zeros((len(posture.xy_m), 1))], axis=1)
    reaching = feet + aside + TARGET_M * ahead + posture.reach_height_m[:, None] * up
    holding = shoulder + (0.16 * ahead - sign * 0.05 * left - 0.12 * up) * stature_m
    out, near = posture.reach[:, side, None], posture.inspect[:, side, None]
    arm = (1 - out - near) * hanging + out * reaching + near * holding - shoulder
    length = np.linalg.norm(arm, axis=1, keepdims=True)
    wrist: Floats = shoulder + arm * np.minimum(1.0, 0.995 * arm_m / np.maximum(length, 1e-9))
    return wrist


def _joint(start: Floats, end: Floats, first_m: float, second_m: float, bend: Floats) -> Floats:
    """Return elbow or knee: both bones keep their length, bent towards the side given."""
    along = end - start
    length = np.linalg.norm(along, axis=1, keepdims=True)
    along = along / np.maximum(length, 1e-9)
    length = np.minimum(length, first_m + second_m)
    reach = (first_m**2 - second_m**2 + length**2) / (2 * np.maximum(length, 1e-9))
    aside = bend - (bend * along).sum(axis=1, keepdims=True) * along
    aside = aside / np.maximum(np.linalg.norm(aside, axis=1, keepdims=True), 1e-9)
    joint: Floats = start + reach * along + np.sqrt(np.maximum(first_m**2 - reach**2, 0.0)) * aside
    return joint


def _facing(acts: tuple[Act, ...], t_s: Floats, velocity: Floats, speed: Floats, step_s: float) -> Floats:
    """Return where the body faces: the way it walks, else what it looks at; turns take a moment."""
    heading = np.arctan2(velocity[:, 1], velocity[:, 0])
    known = speed > _WALKING_M_S
    for act in acts:
        inside = (t_s >= act.from_s) & (t_s < act.until_s)
        heading = np.where(inside, act.facing_rad, heading)
        known |= inside
    last = np.maximum.accumulate(np.where(known, np.arange(len(t_s)), -1))
    first = int(np.argmax(known)) if known.any() else 0
    heading = heading[np.where(last < 0, first, last)]
    width = max(1, 2 * round(_TURN_S / step_s) + 1)
    unit = np.exp(1j * heading)
    padded = np.concatenate([np.repeat(unit[:1], width // 2), unit, np.repeat(unit[-1:], width // 2)])
    return np.angle(np.convolve(padded, np.full(width, 1 / width), mode="valid"))


def _hands(acts: tuple[Act, ...], t_s: Floats) -> tuple[Floats, Floats, Floats]:
    reach, inspect = np.zeros((len(t_s), 2)), np.zeros((len(t_s), 2))
    height_m = np.full(len(t_s), 1.0)
    for act in acts:
        if act.hand == "":
            continue
        side = 0 if act.hand == "left" else 1
        inside = (t_s >= act.from_s) & (t_s < act.until_s)
        part = np.clip((t_s - act.from_s) / (act.until_s - act.from_s), 0.0, 1.0)
        if act.kind == "inspect":
            edge_s = np.minimum(t_s - act.from_s, act.until_s - t_s)
            inspect[inside, side] = np.clip(edge_s / _INSPECT_RAMP_S, 0.0, 1.0)[inside]
            continue
        height_m = np.where(inside, act.height_m, height_m)
        out = {"reach": part, "retract": 1 - part}.get(act.kind, np.ones_like(part))
        reach[inside, side] = (out * out * (3 - 2 * out))[inside]
    return reach, height_m, inspect
