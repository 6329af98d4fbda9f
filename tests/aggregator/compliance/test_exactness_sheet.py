from aggregator.compliance.exactness_sheet import exactness_sheet
from aggregator.compliance.model import Cell
from aggregator.compliance.typical_store import TypicalStore
from policies.amend import amend
from policies.loader import load_bundle
from tests.support.packs import rule, with_rules

SHIPPED = load_bundle()
STORE = TypicalStore()


def row(held: object, draft: object, what: str, number: str) -> tuple[Cell, ...]:
    rows = exactness_sheet(held, draft, STORE).rows  # type: ignore[arg-type]  # bundles, or None
    return next(cells for cells in rows if (cells[0].text, cells[1].text) == (number, what))


def test_a_number_stands_in_force_and_under_the_draft() -> None:
    draft = amend(SHIPPED, {"documents.footfall.metrics.footfall.rho.day": "1/200"})

    cells = row(SHIPPED, draft, "people who come in", "footfall by the day")

    assert [cell.text for cell in cells[2:]] == [
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

    assert (cells[2].kind, cells[3].kind) == ("quiet", "quiet")


def test_what_ends_is_not_measured_under_the_draft() -> None:
    without = with_rules(rule("off", metrics=("flow",)))

    cells = row(SHIPPED, without, "walks, a way of the busiest tenth", "flow by the week")

    assert (cells[3].text, cells[3].kind, cells[5].kind) == ("not measured", "quiet", "text")


def test_the_store_is_called_assumed() -> None:
    assert exactness_sheet(None, SHIPPED, STORE).lead.startswith("An assumed store, nothing of it measured")


def test_a_draft_that_contradicts_itself_says_why_it_has_no_numbers() -> None:
    broken = SHIPPED.model_copy(update={"documents": (*SHIPPED.documents, SHIPPED.documents[0])})

    sheet = exactness_sheet(SHIPPED, broken, STORE)

    assert sheet.rows == ()
    assert "stands in two documents" in sheet.empty
