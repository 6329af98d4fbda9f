"""A simulated shop as a camera: frames drawn from a scene file, with the scene's own capture times."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from edge_node.capture.backdrop import NEAR_M, Backdrop, draw_backdrop
from edge_node.capture.clothes import look_of
from edge_node.capture.figures import draw_on
from edge_node.capture.film import Film
from edge_node.capture.trolley import draw_trolley_on, trolley_corners_m
from edge_node.errors import CaptureError
from edge_node.frame import Pixels, RawFrame
from edge_node.scene import Scene, SceneBadge, SceneCamera, read_scene

NEAREST_M = 0.6
"""A person nearer to the camera than this, head included, is not drawn."""
_SHADOW = 0.72
_MARGIN_M = 0.25
"""How far clothes, hair and shoes reach beyond the keypoints."""


class RenderedShop:
    """Draws a scene frame by frame; the file is read once, before anything is drawn."""

    def __init__(self, scene: Scene, film: Film | None = None) -> None:
        """Draw the empty shop. film: what pictures go through; None: the scene's own light and grain."""
        self._scene = scene
        self._backdrop: Backdrop = draw_backdrop(scene)
        self._film = film or Film(scene.camera.frame_px, scene.light, scene.grain)

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """Return the camera of a scene file.

        Raises: CaptureError when the file cannot be read or is not a scene.
        """
        try:
            return cls(read_scene(path))
        except OSError as error:
            raise CaptureError(f"cannot read the scene {path}: {error.strerror}") from error
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise CaptureError(f"{path} is not a scene: {where}: {first['msg'].lower()}") from error

    @property
    def scene(self) -> Scene:
        """What is drawn."""
        return self._scene

    @property
    def replaced(self) -> int:
        """Always 0: a drawing waits for whoever looks at it."""
        return 0

    def frames(self) -> Iterator[RawFrame]:
        """Yield every frame of the scene in order; the same scene gives the same pixels."""
        for index in range(self._scene.frames):
            yield self.frame(index)

    def frame(self, index: int) -> RawFrame:
        """Return one frame of the scene, the same as `frames` gives at that place."""
        captured_at = self._scene.starts_at + timedelta(seconds=index / self._scene.rate_hz)
        return RawFrame(pixels=self._draw(index), captured_at=captured_at, index=index)

    def _draw(self, index: int) -> Pixels:
        """Paint far people first; furniture between a person and the camera is painted back over them."""
        pixels = self._backdrop.pixels.copy()
        people = list(_visible(self._scene, index))
        for person in people:
            _shade(pixels, self._scene.camera, person)
        for person in people:
            _draw_person(pixels, self._scene.camera, person)
            x_m, y_m = person.points_m[11:13, :2].mean(axis=0).tolist()
            region = _region(self._scene.camera, person)
            hidden = self._backdrop.between(self._scene.camera, (x_m, y_m), region)
            if hidden is not None:
                pixels[region][hidden] = self._backdrop.pixels[region][hidden]
        return self._film.expose(pixels, index)


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    """One person of one frame."""

    points_m: NDArray[np.float64]
    look: int
    trolley_m: tuple[float, float, float] | None
    badge: SceneBadge | None


def _visible(scene: Scene, index: int) -> Iterator[_Drawn]:
    """Yield everybody in front of the camera, farthest first."""
    found = []
    for person in scene.people:
        points_m = person.keypoints_m(index)
        if points_m is not None:
            depths = scene.camera.to_camera(points_m)[:, 2]
            if float(depths.min()) > NEAREST_M:
                drawn = _Drawn(points_m, person.look, person.trolley_m(index), person.badge)
                found.append((-float(depths.mean()), person.person, drawn))
    for _, _, drawn in sorted(found, key=lambda item: item[:2]):
        yield drawn


def _draw_person(pixels: Pixels, camera: SceneCamera, person: _Drawn) -> None:
    """Draw the person and what they push, the nearer one last."""
    is_behind = True
    if person.trolley_m is not None:
        x_m, y_m, _ = person.trolley_m
        eye = np.array(camera.position_m[:2])
        feet = person.points_m[11:13, :2].mean(axis=0)
        is_behind = float(np.hypot(*(eye - [x_m, y_m]))) > float(np.hypot(*(eye - feet)))
        if is_behind:
            draw_trolley_on(pixels, camera, person.trolley_m)
    draw_on(pixels, camera, person.points_m, look_of(person.look), person.badge)
    if person.trolley_m is not None and not is_behind:
        draw_trolley_on(pixels, camera, person.trolley_m)


def _region(camera: SceneCamera, person: _Drawn) -> tuple[slice, slice]:
    """Return the rows and columns that the person and their trolley may take."""
    points = person.points_m
    if person.trolley_m is not None:
        points = np.concatenate([points, trolley_corners_m(person.trolley_m)])
    seen = camera.to_camera(points)
    pixels = camera.to_px(np.maximum(seen, [-np.inf, -np.inf, NEAR_M]))
    margin_px = _MARGIN_M * camera.focal_px / max(float(seen[:, 2].min()), NEAR_M)
    low, high = pixels.min(axis=0) - margin_px, pixels.max(axis=0) + margin_px
    (left, top), (right, bottom) = np.clip([low, high], 0, camera.frame_px).astype(int).tolist()
    return slice(top, bottom + 1), slice(left, right + 1)


def _shade(pixels: Pixels, camera: SceneCamera, person: _Drawn) -> None:
    """Draw the shadow at the feet."""
    x_m, y_m = person.points_m[11:13, :2].mean(axis=0).tolist()
    around = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    edge_m = np.stack([x_m + 0.28 * np.cos(around), y_m + 0.28 * np.sin(around), 0 * around], axis=1)
    polygon = np.rint(np.clip(camera.project(edge_m), -4000, 4000)).astype(np.int32)
    (left, top), (right, bottom) = np.clip([polygon.min(0), polygon.max(0)], 0, camera.frame_px).tolist()
    part = pixels[top : bottom + 1, left : right + 1]
    if part.size:
        mask = np.zeros(part.shape[:2], dtype=np.uint8)
        cv2.fillPoly(mask, [polygon - [left, top]], 255)
        part[mask > 0] = (part[mask > 0] * _SHADOW).astype(np.uint8)
