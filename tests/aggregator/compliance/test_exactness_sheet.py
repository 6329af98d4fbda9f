import pytest

from aggregator.compliance.exactness_sheet import exactness_sheet
from aggregator.compliance.model import Cell
from aggregator.compliance.typical_store import TypicalStore
from policies.amend import amend
from policies.loader import load_bundle
from policies.schema import PolicyBundle
from tests.support.packs import rule, with_rules

SHIPPED = load_bundle()
STORE = TypicalStore()
NARROWER = amend(SHIPPED, {"documents.footfall.metrics.footfall.rho.day": "1/200"})


def row(held: object, draft: object, what: str, number: str) -> tuple[Cell, ...]:
    rows = exactness_sheet(held, draft, STORE).rows  # type: ignore[arg-type]  # bundles, or None
    return next(cells for cells in rows if (cells[0].text, cells[1].text) == (number, what))


def texts(cells: tuple[Cell, ...]) -> list[str]:
    """Return what the cells say, with plain spaces."""
    return [cell.text.replace("\N{NO-BREAK SPACE}", " ") for cell in cells]


def test_a_number_stands_in_force_and_under_the_draft() -> None:
    cells = row(SHIPPED, NARROWER, "people who come in", "footfall by the day")

    assert texts(cells[2:]) == [
        "± 14 of 300 (4.7 %)",
        "± 20 of 300 (6.7 %)",
        "entries",
        "≤ 5 %: missed",
    ]
    assert cells[-1].kind == "alarm"


def test_a_promise_that_is_kept_needs_nobody() -> None:
    assert row(SHIPPED, SHIPPED, "people who come in", "footfall by the day")[-1].kind == "text"


def test_a_number_inside_its_noise_is_grey() -> None:
    cells = row(SHIPPED, SHIPPED, "people queueing at a moment, busiest hour", "queue length by the hour")

    assert cells[2].kind == "quiet"


def test_a_number_that_stays_as_it_is_is_the_same() -> None:
    cells = row(SHIPPED, SHIPPED, "people who come in", "footfall by the day")

    assert texts(cells)[2:4] == ["± 14 of 300 (4.7 %)", "the same"]


@pytest.mark.parametrize(
    ("draft", "says"),
    [(SHIPPED, "The draft changes none of them."), (NARROWER, "The draft changes 1 of 20 numbers.")],
    ids=["none", "one"],
)
def test_how_many_numbers_change_is_said_first(draft: PolicyBundle, says: str) -> None:
    assert exactness_sheet(SHIPPED, draft, STORE).lead.startswith(says)


def test_a_sign_stays_with_its_number() -> None:
    assert (
        "±\N{NO-BREAK SPACE}14" in row(SHIPPED, SHIPPED, "people who come in", "footfall by the day")[2].text
    )


def test_what_ends_is_not_measured_under_the_draft() -> None:
    without = with_rules(rule("off", metrics=("flow",)))

    cells = row(SHIPPED, without, "walks, a way of the busiest tenth", "flow by the week")

    assert (cells[3].text, cells[3].kind, cells[5].kind) == ("not measured", "quiet", "text")


def test_the_store_is_called_assumed() -> None:
    assert exactness_sheet(None, SHIPPED, STORE).lead.count("An assumed store, nothing of it measured") == 1


def test_a_draft_that_contradicts_itself_says_why_it_has_no_numbers() -> None:
    broken = SHIPPED.model_copy(update={"documents": (*SHIPPED.documents, SHIPPED.documents[0])})

    sheet = exactness_sheet(SHIPPED, broken, STORE)

    assert sheet.rows == ()
    assert "stands in two documents" in sheet.empty
