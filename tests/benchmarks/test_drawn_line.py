"""A drawn clip is judged with the detectors or not at all."""

import pytest

from edge_node.pose.models import Models
from tests.benchmarks import drawn_line
from tests.benchmarks.drawn_line import Clip, observe


def test_without_detectors_nothing_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawn_line, "models_at_hand", lambda: Models({}))

    with pytest.raises(SystemExit, match=r"expected yolox_nano.onnx and yunet_n_dynamic.onnx to judge by"):
        observe(Clip("boutique-shelf", "calm", 1, 2.0))
