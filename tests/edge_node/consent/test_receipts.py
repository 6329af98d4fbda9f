"""A receipt has the standard's fields, all of them described, and no place for a name."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from edge_node.consent import receipts
from edge_node.consent.receipts import SCHEMA, Receipt

MODELS = [
    value
    for value in vars(receipts).values()
    if isinstance(value, type)
    and issubclass(value, BaseModel)
    and value.__module__ == receipts.__name__
    and value.__name__ != "Receipts"
]
DESCRIBED = set(re.findall(r"`(\w+)`", Path(receipts.__file__).with_name("RECEIPT.md").read_text("utf-8")))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_is_described(model: type[BaseModel]) -> None:
    assert set(model.model_fields) - DESCRIBED == set()


def test_the_version_is_described() -> None:
    assert SCHEMA in Path(receipts.__file__).with_name("RECEIPT.md").read_text("utf-8")


def test_nothing_can_be_added_to_a_receipt() -> None:
    with pytest.raises(ValidationError, match="extra"):
        Receipt.model_validate(
            {"schema_version": SCHEMA, "receipt_id": "0" * 16, "record": {}, "name": "Anna"}
        )
