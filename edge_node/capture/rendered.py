"""A simulated shop as a camera: frames drawn from a scene file, with the scene's own capture times."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from edge_node.capture.backdrop import Backdrop, draw_backdrop
from edge_node.capture.figures import draw_on, look_of
from edge_node.errors import CaptureError
from edge_node.frame import Pixels, RawFrame
from edge_node.scene import Scene, read_scene

NEAREST_M = 0.6
"""A person nearer to the camera than this, head included, is not drawn."""
GRAIN = 3.0
"""Standard deviation of the picture noise, grey levels."""
_SHADOW = 0.72


class RenderedShop:
    """Draws a scene frame by frame; the file is read once, before anything is drawn."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._backdrop: Backdrop = draw_backdrop(scene)

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
        for points_m, _ in people:
            _shade(pixels, self._scene, points_m)
        for points_m, look in people:
            draw_on(pixels, self._scene.camera, points_m, look_of(look))
            x_m, y_m = points_m[11:13, :2].mean(axis=0).tolist()
            hidden = self._backdrop.between(self._scene.camera, x_m, y_m)
            if hidden is not None:
                pixels[hidden] = self._backdrop.pixels[hidden]
        return _grained(pixels, index)


def _visible(scene: Scene, index: int) -> Iterator[tuple[NDArray[np.float64], int]]:
    """Yield keypoints and look of everybody in front of the camera, farthest first."""
    found = []
    for person in scene.people:
        points_m = person.keypoints_m(index)
        if points_m is not None:
            depths = scene.camera.to_camera(points_m)[:, 2]
            if float(depths.min()) > NEAREST_M:
                found.append((-float(depths.mean()), person.person, points_m, person.look))
    for _, _, points_m, look in sorted(found, key=lambda item: item[:2]):
        yield points_m, look


def _shade(pixels: Pixels, scene: Scene, points_m: NDArray[np.float64]) -> None:
    """Draw the shadow at the feet."""
    x_m, y_m = points_m[11:13, :2].mean(axis=0).tolist()
    around = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    edge_m = np.stack([x_m + 0.28 * np.cos(around), y_m + 0.28 * np.sin(around), 0 * around], axis=1)
    polygon = np.rint(np.clip(scene.camera.project(edge_m), -4000, 4000)).astype(np.int32)
    mask = np.zeros(pixels.shape[:2], dtype=np.uint8)
    cv2.fillPoly(mask, [polygon], 255)
    pixels[mask > 0] = (pixels[mask > 0] * _SHADOW).astype(np.uint8)


def _grained(pixels: Pixels, index: int) -> Pixels:
    noise = np.random.default_rng(index).standard_normal(pixels.shape[:2], dtype=np.float32) * GRAIN
    soft = cv2.GaussianBlur(pixels, (3, 3), 0.6)
    grained: Pixels = np.clip(soft + noise[..., None], 0, 255).astype(np.uint8)
    return grained
