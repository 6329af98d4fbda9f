"""A model comes with where it came from, and nothing else comes with it."""

import pytest
from pydantic import ValidationError

from privacy.signing import SigningKey
from shared.schemas.model import MOST_WEIGHTS, SignedModel
from tests.support.shared_models import always, published
from tests.support.vector_world import fixed_random

GOOD = published(SigningKey.generate(fixed_random("leader")), always(1))


def test_a_model_survives_the_wire() -> None:
    assert SignedModel.model_validate_json(GOOD).model.made_by == "round"


@pytest.mark.parametrize(
    "change",
    [
        {"weights": ""},
        {"weights": "0" * 7},
        {"weights": "0" * (8 * MOST_WEIGHTS + 8)},
        {"signature": "0"},
        {"participants": 7},
    ],
    ids=["no weights", "half a weight", "too many", "no signature", "something else"],
)
def test_others_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        SignedModel.model_validate(SignedModel.model_validate_json(GOOD).model_dump() | change)
