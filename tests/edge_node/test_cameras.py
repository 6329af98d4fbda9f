"""A camera's place becomes what the child opens, masks and all."""

from dataclasses import replace
from pathlib import Path

import pytest

from edge_node.cameras import models_at_hand, source_of
from edge_node.capture.source import FrontLine
from edge_node.errors import ModelError
from edge_node.site import CameraPlace

PLACE = CameraPlace("door", "rtsp://10.0.0.7/door", None, None, 0.0)
LINE = ((0.0, 5.0), (10.0, 5.0))
FRONT = ((0.0, 2.0), (10.0, 2.0))
MASK = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0))


def test_masks_counting_lines_and_fronts_reach_the_child() -> None:
    front = FrontLine(0, FRONT, 140.0)
    place = replace(PLACE, masks_px=(MASK,), lines_px=(LINE,), fronts_px=(FRONT,), fronts=(front,))

    source = source_of(place)

    assert (source.name, source.kind) == ("door", "rtsp")
    assert (source.masks_px, source.watched_px) == ((MASK,), (LINE, FRONT))
    assert source.fronts == (front,)


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
