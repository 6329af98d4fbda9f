"""What a draft's budget could carry, as lines of a terminal and as one object."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from aggregator.compliance.exact_words import assumed, promised, said
from aggregator.compliance.suggest import Choice, Suggestion
from aggregator.compliance.typical_store import TypicalStore

NEVER_FROM_DATA = (
    "Chosen from the assumed store and the draft's prices alone, never from what was released or counted: "
    "that would spend budget."
)


def suggested_lines(suggestions: Sequence[Suggestion], store: TypicalStore) -> list[str]:
    """Return one line a metric: what is proposed instead of what, and why."""
    rows = [("metric", "draft", "proposed", "because")]
    rows += [(one.metric, _way(one.draft), _proposed(one), _because(one)) for one in suggestions]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    table = [
        "  ".join(f"{text:<{width}}" for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return [assumed(store), NEVER_FROM_DATA, "", *table]


def suggested_object(suggestions: Sequence[Suggestion], store: TypicalStore) -> Mapping[str, object]:
    """Return the same for machines."""
    return {
        "assumed": asdict(store),
        "coverage": 0.95,
        "suggestions": [
            {
                "metric": one.metric,
                "changes": one.changes,
                "is_met": one.is_met,
                "draft": _choice(one.draft),
                "proposed": _choice(one.proposed),
            }
            for one in suggestions
        ],
    }


def _choice(choice: Choice) -> Mapping[str, object]:
    share = choice.exactness.share
    return asdict(choice) | {"share": share, "is_met": choice.exactness.is_met}


def _way(choice: Choice) -> str:
    levels = ", ".join(f"{level} rho {rho}" for level, rho in choice.rho.items())
    return levels if choice.cells is None else f"{levels}, {choice.cells} cells"


def _proposed(one: Suggestion) -> str:
    if not one.is_met:
        return "more budget, or off"
    return _way(one.proposed) if one.changes else "as it is"


def _because(one: Suggestion) -> str:
    proposed, drafted = _met(one.proposed), _met(one.draft)
    if not one.is_met:
        return f"even by the {one.proposed.finest}: {proposed}"
    return f"{proposed}; in the draft {drafted}" if one.changes else proposed


def _met(choice: Choice) -> str:
    return f"{choice.words} {said(choice.exactness)}, {promised(choice.exactness)}"
