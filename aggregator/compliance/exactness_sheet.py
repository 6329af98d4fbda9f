"""How exact numbers would be under a draft, as a table people read before they sign."""

from aggregator.compliance.exact_words import assumed, promised, said
from aggregator.compliance.model import Cell, Kind, Sheet
from aggregator.compliance.typical_store import USUAL_VISITORS_A_DAY, TypicalStore
from aggregator.compliance.utility import Exactness, Number, utility
from aggregator.compliance.words import spoken
from policies.errors import DocumentError
from policies.schema import PolicyBundle


def exactness_sheet(held: PolicyBundle | None, draft: PolicyBundle, store: TypicalStore) -> Sheet:
    """Return every number of the assumed store with its interval, in force and under the draft."""
    try:
        found = utility(draft, held, store)
    except DocumentError as error:
        return _sheet(store, (), f"It cannot be worked out: {error}.")
    return _sheet(store, tuple(_row(number) for number in found), "Nothing is measured under the draft.")


def _sheet(store: TypicalStore, rows: tuple[tuple[Cell, ...], ...], empty: str) -> Sheet:
    return Sheet(
        key="exactness",
        title="How exact numbers would be",
        lead=(
            f"{assumed(store)} Each number is right within ± 95 times in 100, cameras' own errors "
            f"aside. Targets are set for {USUAL_VISITORS_A_DAY} visitors a day."
        ),
        header=("Number", "What", "In force", "Under the draft", "Unit", "Target"),
        rows=rows,
        empty=empty,
    )


def _row(number: Number) -> tuple[Cell, ...]:
    draft = number.draft
    return (
        Cell(text=f"{spoken(number.metric)} by the {number.level}"),
        Cell(text=number.words),
        Cell(text=said(number.held), kind=_kind(number.held)),
        Cell(text=said(draft), kind=_kind(draft)),
        Cell(text=number.unit),
        Cell(text=promised(draft), kind="alarm" if draft is not None and draft.is_met is False else "text"),
    )


def _kind(exactness: Exactness | None) -> Kind:
    """Return grey for a number that is not there or is inside its noise."""
    return "quiet" if exactness is None or exactness.share > 1 else "text"
