"""Only pinned bytes are used, in the stated order; what is missing is said."""

import hashlib
from pathlib import Path

import pytest

from edge_node.errors import ModelError
from edge_node.pose import models as module
from edge_node.pose.models import (
    BODY,
    BY_NAME,
    NEEDED,
    ModelFile,
    Models,
    find_models,
    model_folders,
    read_pinned,
)

CONTENT = b"weights"
PINNED = ModelFile("a.tflite", hashlib.sha256(CONTENT).hexdigest())
OTHER = ModelFile("b.onnx", hashlib.sha256(b"other").hexdigest())


@pytest.fixture(autouse=True)
def _small_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BY_NAME", {PINNED.name: PINNED, OTHER.name: OTHER})
    monkeypatch.setattr(module, "NEEDED", (PINNED,))


def _folder(path: Path, **files: bytes) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (path / name.replace("_", ".")).write_bytes(content)
    return path


def test_the_cache_comes_before_the_named_folder(tmp_path: Path) -> None:
    cache, folder = _folder(tmp_path / "c", a_tflite=CONTENT), _folder(tmp_path / "f", a_tflite=CONTENT)

    assert find_models(cache, folder, None).paths == {"a.tflite": cache / "a.tflite"}


def test_a_file_that_is_not_the_pinned_one_is_refused(tmp_path: Path) -> None:
    cache = _folder(tmp_path / "c", a_tflite=b"tampered")

    with pytest.raises(ModelError, match=r"expected a\.tflite with SHA-256"):
        find_models(cache, None, None)


def test_what_is_fetched_is_checked_and_cached(tmp_path: Path) -> None:
    cache = tmp_path / "c"

    found = find_models(cache, None, lambda model, target: target.write_bytes(CONTENT) and None)

    assert found.paths == {"a.tflite": cache / "a.tflite"}
    assert sorted(path.name for path in cache.iterdir()) == ["a.tflite"]


def test_without_a_needed_model_there_is_no_pose(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="SHOAL_MODELS"):
        find_models(tmp_path, None, None)


def test_a_missing_detector_is_left_out(tmp_path: Path) -> None:
    found = find_models(_folder(tmp_path / "c", a_tflite=CONTENT), None, None)

    assert not found.has_detectors
    assert "b.onnx" in found.missing["b.onnx"]


def test_folders_come_from_the_environment() -> None:
    cache, named = model_folders({"XDG_CACHE_HOME": "/cache", "SHOAL_MODELS": "/models"})

    assert (cache, named) == (Path("/cache/shoal/models"), Path("/models"))
    assert model_folders({"HOME": "/home/a"}) == (Path("/home/a/.cache/shoal/models"), None)


def test_reading_names_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="got No such file"):
        read_pinned(tmp_path / "none", PINNED)


def test_every_pin_is_a_sha256_and_every_needed_model_is_in_the_wheel() -> None:
    assert all(len(bytes.fromhex(model.sha256)) == 32 for model in BY_NAME.values())
    assert all(model.wheel_member for model in NEEDED)
    assert Models({BODY.name: Path("x")}).has_detectors is False


def test_a_folder_that_may_not_be_looked_into_holds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, closed = _folder(tmp_path / "f", a_tflite=CONTENT), tmp_path / "closed"
    is_file = Path.is_file

    def refuse(path: Path) -> bool:
        if path.parent == closed:
            raise PermissionError(13, "Permission denied")
        return is_file(path)

    monkeypatch.setattr(Path, "is_file", refuse)

    assert find_models(closed, folder, None).paths == {"a.tflite": folder / "a.tflite"}


def test_a_cache_that_is_full_is_said_and_left_clean(tmp_path: Path) -> None:
    def fill(model: ModelFile, target: Path) -> None:
        target.write_bytes(CONTENT[:3])
        raise OSError(28, "No space left on device")

    with pytest.raises(
        ModelError, match=r"cannot keep a\.tflite in .*: No space left on device\. Free space"
    ):
        find_models(tmp_path / "c", None, fill)

    assert list((tmp_path / "c").iterdir()) == []
