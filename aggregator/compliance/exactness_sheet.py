"""How exact numbers would be under a draft, as a table people read before they sign."""

from collections.abc import Sequence

from aggregator.compliance.exact_words import assumed, promised, said
from aggregator.compliance.model import Cell, Sheet
from aggregator.compliance.typical_store import USUAL_VISITORS_A_DAY, TypicalStore
from aggregator.compliance.utility import Exactness, Number, utility
from aggregator.compliance.words import count_of, spoken
from policies.errors import DocumentError
from policies.schema import PolicyBundle

THE_SAME = "the same"
"""Said of a number that the draft leaves as exact as it is."""

_NO_BREAK = "\N{NO-BREAK SPACE}"


def exactness_sheet(held: PolicyBundle | None, draft: PolicyBundle, store: TypicalStore) -> Sheet:
    """Return every number of the assumed store with its interval, in force and under the draft."""
    try:
        found = utility(draft, held, store)
    except DocumentError as error:
        return _sheet(store, (), f"It cannot be worked out: {error}.")
    rows = tuple(_row(number) for number in found)
    return _sheet(store, rows, "Nothing is measured under either.", _changed(found))


def _sheet(store: TypicalStore, rows: tuple[tuple[Cell, ...], ...], empty: str, changed: str = "") -> Sheet:
    return Sheet(
        key="exactness",
        title="How exact numbers would be",
        lead=(
            f"{changed}{assumed(store)} Each number is right within ± 95 times in 100, cameras' own errors "
            f"aside. Targets are set for {USUAL_VISITORS_A_DAY} visitors a day."
        ),
        header=("Number", "What", "In force", "Under the draft", "Unit", "Target"),
        rows=rows,
        empty=empty,
    )


def _changed(numbers: Sequence[Number]) -> str:
    changed = sum(number.draft != number.held for number in numbers)
    if not changed:
        return "The draft changes none of them. "
    return f"The draft changes {changed} of {count_of(len(numbers), 'number')}. "


def _row(number: Number) -> tuple[Cell, ...]:
    draft = number.draft
    return (
        Cell(text=f"{spoken(number.metric)} by the {number.level}"),
        Cell(text=_unbroken(number.words)),
        _told(number.held),
        Cell(text=THE_SAME, kind="quiet") if draft == number.held else _told(draft),
        Cell(text=number.unit),
        Cell(
            text=_unbroken(promised(draft)),
            kind="alarm" if draft is not None and draft.is_met is False else "text",
        ),
    )


def _told(exactness: Exactness | None) -> Cell:
    """Return the number's cell: grey where it is not there or is inside its noise."""
    is_nothing = exactness is None or exactness.share > 1
    return Cell(text=_unbroken(said(exactness)), kind="quiet" if is_nothing else "text")


def _unbroken(text: str) -> str:
    """Keep signs with their numbers at the end of a line."""
    return text.replace(" %", f"{_NO_BREAK}%").replace("≥ ", f"≥{_NO_BREAK}").replace("± ", f"±{_NO_BREAK}")
