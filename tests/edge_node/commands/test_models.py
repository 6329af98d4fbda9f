import pytest

from edge_node.commands.models import models_shown
from tests.support.weights import all_models


@pytest.mark.vision
def test_weights_at_hand_are_found_without_fetching(monkeypatch: pytest.MonkeyPatch) -> None:
    at_hand = all_models()
    monkeypatch.setenv("SHOAL_MODELS", str(next(iter(at_hand.paths.values())).parent))

    assert set(models_shown().paths) == set(at_hand.paths)
