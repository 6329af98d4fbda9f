import pytest
from pydantic import ValidationError

from aggregator.consoles.model import Card, Page, TableCell
from aggregator.consoles.page import page
from tests.support.hq_world import index_of, question


def test_page_survives_its_json_twin() -> None:
    made = page(index_of(), question(index_of()), None)

    assert Page.model_validate_json(made.model_dump_json()) == made


def test_unknown_kind_of_cell_is_refused() -> None:
    with pytest.raises(ValidationError):
        TableCell.model_validate({"text": "1", "kind": "bold"})


def test_card_has_no_room_for_a_number_without_an_interval() -> None:
    with pytest.raises(ValidationError):
        Card.model_validate({"key": "k", "title": "t", "value": "1", "detail": ""})
