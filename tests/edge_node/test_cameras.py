"""A camera's place becomes what the child opens, masks and all."""

from pathlib import Path

import pytest

from edge_node.cameras import models_at_hand, source_of
from edge_node.errors import ModelError
from edge_node.site import CameraPlace

MASK = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0))


def test_masks_reach_the_child() -> None:
    place = CameraPlace("door", "rtsp://10.0.0.7/door", None, None, 0.0, masks_px=(MASK,))

    source = source_of(place)

    assert (source.name, source.kind, source.masks_px) == ("door", "rtsp", (MASK,))


@pytest.mark.media
def test_weights_are_found_where_the_variable_says(
    data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOAL_MODELS", str(data_folder / "models"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    assert models_at_hand().has_detectors


def test_offline_nobody_is_asked_for_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOAL_OFFLINE", "1")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("SHOAL_MODELS", raising=False)

    with pytest.raises(ModelError, match="or in SHOAL_MODELS, got neither"):
        models_at_hand()
