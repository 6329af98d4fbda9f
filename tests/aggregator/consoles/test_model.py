import pytest
from pydantic import ValidationError

from aggregator.consoles.model import Card, Chart, Page, Table, TableCell
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


@pytest.mark.parametrize(
    ("reason", "is_withheld"), [("fewer than 5 sites", True), ("no report", False), ("", False)]
)
def test_chart_is_withheld_by_a_policy_and_not_by_a_gap(reason: str, *, is_withheld: bool) -> None:
    nothing = Chart(
        key="a", title="b", lead="", figure={}, summary="", table=Table(header=(), rows=()), empty=reason
    )

    assert nothing.withheld is is_withheld
