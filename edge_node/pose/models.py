"""Model files: which bytes are trusted, and the order in which they are looked for."""

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from edge_node.errors import ModelError


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One set of weights that may be used, by its hash."""

    name: str
    sha256: str
    addresses: tuple[str, ...] = ()
    """The publisher's release addresses, tried in order; whatever comes must have the hash."""
    wheel_member: str | None = None
    """Its path inside the `mediapipe==0.10.21` wheel, which pip can always fetch."""


_YOLOX_RELEASE = "https://github.com/Megvii-BaseDetection/YOLOX/releases/download/0.1.1rc0/yolox_nano.onnx"
_YOLOX_SAMPLE = (
    "https://github.com/Kazuhito00/YOLOX-ONNX-TFLite-Sample/raw/"
    "ac07155e3ac8a531d89d24204e50f364d3444275/model/yolox_nano.onnx"
)
_YUNET = (
    "https://raw.githubusercontent.com/ShiqiYu/libfacedetection.train/"
    "02246e79b1e976c83d1e135a85e0628120c93769/onnx/yunet_n_dynamic.onnx"
)

PEOPLE = ModelFile(
    "yolox_nano.onnx",
    "695e750a5d5754bb5a8d5325643b59282191a7e7a564e435a415fd3c578eab14",
    addresses=(_YOLOX_RELEASE, _YOLOX_SAMPLE),
)
FACES = ModelFile(
    "yunet_n_dynamic.onnx",
    "104ee26c71d5c270ce79a6b3dced91c91013260d29a6bf18f9296c5b8c4c2b12",
    addresses=(_YUNET,),
)
BODY = ModelFile(
    "pose_landmark_full.tflite",
    "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
    wheel_member="mediapipe/modules/pose_landmark/pose_landmark_full.tflite",
)
BODY_FINDER = ModelFile(
    "pose_detection.tflite",
    "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
    wheel_member="mediapipe/modules/pose_detection/pose_detection.tflite",
)
NEEDED = (BODY, BODY_FINDER)
"""Without these there is no pose at all."""
DETECTORS = (PEOPLE, FACES)
"""Without these the MediaPipe-only path runs, and finds a quarter of the people."""
BY_NAME = {model.name: model for model in (*DETECTORS, *NEEDED)}

Fetch = Callable[[ModelFile, Path], None]
"""Puts the file at the path, or raises ModelError; what it puts there is checked afterwards."""


@dataclass(frozen=True, slots=True)
class Models:
    """Weights at hand, each verified."""

    paths: Mapping[str, Path]
    """Path by file name."""
    missing: Mapping[str, str] = field(default_factory=dict)
    """Why each detector weight that is not at hand could not be had, by file name."""

    @property
    def has_detectors(self) -> bool:
        """True when people and faces can be found without MediaPipe."""
        return all(model.name in self.paths for model in DETECTORS)


def model_folders(environment: Mapping[str, str] = os.environ) -> tuple[Path, Path | None]:
    """Return the cache folder and the folder that SHOAL_MODELS names, if it does."""
    default = Path(environment.get("HOME", "/var/lib/shoal")) / ".cache"
    cache = Path(environment.get("XDG_CACHE_HOME", default)) / "shoal" / "models"
    named = environment.get("SHOAL_MODELS")
    return cache, Path(named) if named else None


def find_models(cache: Path, folder: Path | None, fetch: Fetch | None) -> Models:
    """Return every weight that can be had: cache, then the named folder, then fetched into the cache.

    Raises: ModelError if one without which there is no pose cannot be had.
    """
    paths: dict[str, Path] = {}
    missing: dict[str, str] = {}
    for model in BY_NAME.values():
        try:
            paths[model.name] = _find(model, cache, folder, fetch)
        except ModelError as error:
            if model in NEEDED:
                raise
            missing[model.name] = str(error)
    return Models(paths, missing)


def read_pinned(path: Path, model: ModelFile) -> bytes:
    """Return the file's bytes.

    Raises: ModelError if it cannot be read or is not the one pinned.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(f"expected {model.name} at {path}, got {error.strerror}") from error
    found = hashlib.sha256(data).hexdigest()
    if found != model.sha256:
        raise ModelError(f"expected {model.name} with SHA-256 {model.sha256[:12]}…, got {found[:12]}…")
    return data


def _find(model: ModelFile, cache: Path, folder: Path | None, fetch: Fetch | None) -> Path:
    for path in _candidates(model, (cache, folder)):
        read_pinned(path, model)
        return path
    if fetch is None:
        raise ModelError(f"expected {model.name} in {cache} or in SHOAL_MODELS, got neither")
    arriving = cache / f"{model.name}.part"
    try:
        cache.mkdir(parents=True, exist_ok=True)
        try:
            fetch(model, arriving)
            read_pinned(arriving, model)
            return arriving.replace(cache / model.name)
        finally:
            arriving.unlink(missing_ok=True)
    except OSError as error:
        raise ModelError(
            f"cannot keep {model.name} in {cache}: {error.strerror}. Free space there, or put the file into "
            "a folder and name it in SHOAL_MODELS."
        ) from error


def _candidates(model: ModelFile, folders: Iterable[Path | None]) -> Iterable[Path]:
    places = (folder / model.name for folder in folders if folder is not None)
    return (path for path in places if _is_there(path))


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a folder that this user may not look into
        return False
