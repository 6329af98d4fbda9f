"""A drawn shop as data: a pinhole camera, furniture, and people's keypoints in metres, frame by frame.

The simulator writes this file and the rendered camera reads it, so neither needs to know the other.
"""

import math
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import AwareDatetime, Field, model_validator

from edge_node.observations import BadgeKind
from shared.config import Config

KEYPOINTS = 17
"""COCO-17 order, as edge_node.observations has it; the face ones are in a scene, because it is a drawing."""

TROLLEY_M = (0.85, 0.5)
"""Length and width of a shopping trolley."""


class SceneCamera(Config):
    """An ideal camera: no distortion, square pixels, the principal point in the middle."""

    name: str = "door"
    frame_px: Annotated[tuple[int, int], Field(strict=False)]
    """Width and height."""
    position_m: Annotated[tuple[float, float, float], Field(strict=False)]
    """x east, y north, z up, metres in the site frame."""
    yaw_rad: float
    """Where it looks: 0 east, counter-clockwise."""
    pitch_rad: Annotated[float, Field(gt=0, lt=math.pi / 2)]
    """How far it is tilted down from the horizon."""
    focal_px: Annotated[float, Field(gt=0)]

    @property
    def rotation(self) -> NDArray[np.float64]:
        """float64 (3, 3): world axes → camera axes (right, down, forward)."""
        return _rotation(self.yaw_rad, self.pitch_rad)

    def to_camera(self, points_m: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return world points (…, 3) in camera axes: right, down, forward; metres."""
        seen: NDArray[np.float64] = (points_m - np.array(self.position_m)) @ self.rotation.T
        return seen

    def to_px(self, seen_m: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return camera-axes points (…, 3), in front of the camera, as pixels (…, 2)."""
        middle = np.array(self.frame_px) / 2
        pixels: NDArray[np.float64] = middle + self.focal_px * seen_m[..., :2] / seen_m[..., 2:]
        return pixels

    def project(self, points_m: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return world points (…, 3) as pixels (…, 2): x right, y down."""
        return self.to_px(self.to_camera(points_m))


class SceneBox(Config):
    """A box that stands on the floor."""

    corners_m: Annotated[tuple[float, float, float, float], Field(strict=False)]
    """x0, y0, x1, y1."""
    height_m: Annotated[float, Field(gt=0, le=6)]
    kind: Literal["wall", "shelf"]


class SceneBadge(Config):
    """A badge that somebody wears on the chest."""

    kind: BadgeKind
    side_m: Annotated[float, Field(gt=0, le=0.3)]
    """Side of the black square; the white round it is drawn as well."""
    is_on_back: bool = False
    """Whether a second one hangs on the back."""


class ScenePerson(Config):
    """One drawn person."""

    person: int
    """The number they have in the truth."""
    look: Annotated[int, Field(ge=0)]
    """Which clothes, hair and skin they are drawn with."""
    first_frame: Annotated[int, Field(ge=0)]
    keypoints_mm: Annotated[tuple[Annotated[tuple[int, ...], Field(strict=False)], ...], Field(strict=False)]
    """Per frame 51 integers: x, y, z of the 17 keypoints, millimetres in the site frame."""
    trolley: Annotated[
        tuple[Annotated[tuple[int, int, int], Field(strict=False)], ...], Field(strict=False)
    ] = ()
    """Per frame x and y of the middle of their trolley, millimetres, and its heading, mrad; or nothing."""
    badge: SceneBadge | None = None
    """What they wear, if anything."""

    @model_validator(mode="after")
    def _trolley_lasts(self) -> Self:
        if self.trolley and len(self.trolley) != len(self.keypoints_mm):
            raise ValueError(
                f"expected a trolley in {len(self.keypoints_mm)} frames, got one in {len(self.trolley)}"
            )
        return self

    def keypoints_m(self, frame: int) -> NDArray[np.float64] | None:
        """Return float64 (17, 3) in metres, or None when the person is not in the scene at that frame."""
        offset = frame - self.first_frame
        if not 0 <= offset < len(self.keypoints_mm):
            return None
        return np.array(self.keypoints_mm[offset], dtype=np.float64).reshape(KEYPOINTS, 3) / 1000

    def trolley_m(self, frame: int) -> tuple[float, float, float] | None:
        """Return x, y in metres and heading in radians of their trolley, or None without one."""
        offset = frame - self.first_frame
        if not 0 <= offset < len(self.trolley):
            return None
        x_mm, y_mm, heading_mrad = self.trolley[offset]
        return x_mm / 1000, y_mm / 1000, heading_mrad / 1000


class Scene(Config):
    """A clip that can be drawn; everything in it is made up."""

    version: Literal[2] = 2
    """2 since light, grain and trolleys; a scene is drawn by the version that wrote it."""
    starts_at: AwareDatetime
    """Capture time of frame 0, UTC."""
    rate_hz: Annotated[float, Field(gt=0, le=30)]
    frames: Annotated[int, Field(ge=1, le=100_000)]
    camera: SceneCamera
    floor_m: Annotated[tuple[float, float], Field(strict=False)]
    """Width and depth of the shop."""
    boxes: Annotated[tuple[SceneBox, ...], Field(strict=False)]
    people: Annotated[tuple[ScenePerson, ...], Field(strict=False)]
    light: Annotated[float, Field(gt=0, le=1)] = 1.0
    """Brightness of the picture; 1 is a well-lit shop."""
    grain: Annotated[float, Field(ge=0, le=40)] = 3.0
    """Standard deviation of the picture noise, grey levels."""

    def write(self, path: Path) -> None:
        """Write the scene as JSON."""
        path.write_text(self.model_dump_json(), encoding="utf-8")


@lru_cache(maxsize=16)
def _rotation(yaw_rad: float, pitch_rad: float) -> NDArray[np.float64]:
    cos_yaw, sin_yaw = math.cos(yaw_rad), math.sin(yaw_rad)
    cos_pitch, sin_pitch = math.cos(pitch_rad), math.sin(pitch_rad)
    right = (sin_yaw, -cos_yaw, 0.0)
    down = (-sin_pitch * cos_yaw, -sin_pitch * sin_yaw, -cos_pitch)
    forward = (cos_yaw * cos_pitch, sin_yaw * cos_pitch, -sin_pitch)
    axes = np.array([right, down, forward])
    axes.flags.writeable = False
    return axes


def read_scene(path: Path) -> Scene:
    """Return the scene of the file.

    Raises: OSError when it cannot be read; pydantic.ValidationError when it is not a scene.
    """
    return Scene.model_validate_json(path.read_bytes())
