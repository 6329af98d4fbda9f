"""The page's model is frozen and knows no other field."""

import pytest
from pydantic import ValidationError

from aggregator.consoles.learning.model import Way


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError):
        Way.model_validate({"round": 1, "label": "round 1", "weights": "00"})
