"""What a drawn frame truly shows of everybody: their box, how much of them shows, and which joints do."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge_node.capture.backdrop import Backdrop, draw_backdrop
from edge_node.capture.clothes import look_of
from edge_node.capture.figures import draw_on
from edge_node.capture.rendered import NEAREST_M
from edge_node.scene import Scene

_LOOK = look_of(4)
_MARGIN_SHARE = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """One person in one frame."""

    person: int
    xy_m: NDArray[np.float64]
    """float64 (2,): middle of the hips on the floor."""
    bbox_xyxy_px: NDArray[np.float64]
    """float64 (4,): round all of the person that lies in the frame, hidden parts included."""
    shown_xyxy_px: NDArray[np.float64]
    """float64 (4,): round what shows of the person."""
    share: float
    """How much of the person shows: not hidden by furniture, by nearer people or by the frame's edge."""
    joints_px: NDArray[np.float64]
    """float64 (17, 2)."""
    is_shown: NDArray[np.bool_]
    """bool (17,): whether the joint's place in the picture belongs to this person."""

    @property
    def height_px(self) -> float:
        """Height of the box."""
        return float(self.bbox_xyxy_px[3] - self.bbox_xyxy_px[1])


class Silhouettes:
    """Reads frames of one scene."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._backdrop: Backdrop = draw_backdrop(scene)

    def of(self, index: int) -> list[Shown]:
        """Return everybody of whom anything shows in the frame."""
        width, height = self._scene.camera.frame_px
        taken = np.zeros((height, width), dtype=np.bool_)
        found = []
        for person, points_m in self._nearest_first(index):
            joints = self._scene.camera.project(points_m)
            outline, region = self._outline(points_m, joints)
            if outline is None:
                continue
            visible = outline & ~taken[region]
            x_m, y_m = points_m[11:13, :2].mean(axis=0).tolist()
            hidden = self._backdrop.between(self._scene.camera, (x_m, y_m), region)
            if hidden is not None:
                visible &= ~hidden
            taken[region] |= visible
            found.append(_shown(person, points_m, joints, (outline, visible), region))
        return [shown for shown in found if shown.share > 0]

    def _nearest_first(self, index: int) -> Iterator[tuple[int, NDArray[np.float64]]]:
        found = []
        for person in self._scene.people:
            points_m = person.keypoints_m(index)
            if points_m is not None:
                depths = self._scene.camera.to_camera(points_m)[:, 2]
                if float(depths.min()) > NEAREST_M:
                    found.append((float(depths.mean()), person.person, points_m))
        for _, number, points_m in sorted(found, key=lambda item: item[:2]):
            yield number, points_m

    def _outline(
        self, points_m: NDArray[np.float64], joints: NDArray[np.float64]
    ) -> tuple[NDArray[np.bool_] | None, tuple[slice, slice]]:
        frame_px = self._scene.camera.frame_px
        margin = _MARGIN_SHARE * float(np.ptp(joints[:, 1])) + 4
        low = np.clip(joints.min(axis=0) - margin, 0, frame_px).astype(int)
        high = np.clip(joints.max(axis=0) + margin, 0, frame_px).astype(int)
        region = slice(low[1], high[1]), slice(low[0], high[0])
        canvas = np.zeros((frame_px[1], frame_px[0], 3), dtype=np.uint8)
        draw_on(canvas, self._scene.camera, points_m, _LOOK)
        outline = canvas[region].any(axis=2)
        return (outline if outline.any() else None), region


def _shown(
    person: int,
    points_m: NDArray[np.float64],
    joints: NDArray[np.float64],
    masks: tuple[NDArray[np.bool_], NDArray[np.bool_]],
    region: tuple[slice, slice],
) -> Shown:
    outline, visible = masks
    top, left = region[0].start, region[1].start
    box = _box_round(outline) + [left, top] * 2
    shown_box = _box_round(visible) + [left, top] * 2 if visible.any() else box
    whole_px = max(float(np.ptp(joints[:, 1])), 1.0)
    in_frame = min(1.0, (box[3] - box[1]) / whole_px)
    at = np.rint(joints).astype(int) - [left, top]
    inside = ((at >= 0) & (at < [outline.shape[1], outline.shape[0]])).all(axis=1)
    is_shown = np.zeros(len(joints), dtype=np.bool_)
    is_shown[inside] = visible[at[inside, 1], at[inside, 0]]
    share = in_frame * float(visible.sum() / outline.sum())
    return Shown(person, points_m[11:13, :2].mean(axis=0), box, shown_box, share, joints, is_shown)


def _box_round(mask: NDArray[np.bool_]) -> NDArray[np.float64]:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return np.array([columns[0], rows[0], columns[-1] + 1, rows[-1] + 1], dtype=np.float64)
