"""What the policy was asked here and what it answered: counted by the hour, with nobody in it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal

from aggregator.compliance.model import Cell, Choice, Desk, Fact, Filter, Sheet
from aggregator.compliance.refusals import SPANS, Span
from aggregator.compliance.words import count_of, moment, spoken
from policies.decision_log import PERMIT, DecisionLine

KEY: Final = "decisions"
Answered = Literal["all", "permitted", "denied"]
ANSWERED: Final[tuple[Answered, ...]] = ("all", "permitted", "denied")
"""Which answers are listed."""


def decisions_page(lines: Sequence[DecisionLine], span: Span, answered: Answered, now: datetime) -> Desk:
    """Return the page of what was asked within the span, the most frequent first."""
    recent = [line for line in lines if now - line.hour <= SPANS[span]]
    denied = sum(line.count for line in recent if line.outcome != PERMIT)
    asked = sum(line.count for line in recent)
    return Desk(
        key=KEY,
        title="Decisions",
        lead="Both programs ask the policy before they record, keep, send or release. Silence is a no.",
        at=moment(now),
        facts=(
            Fact(title="Asked", value=f"{asked:,}", detail=f"within the last {span}"),
            Fact(title="Denied", value=f"{denied:,}", detail="with the rule that stood against it"),
        ),
        filters=(_spans(span, answered), _answers(span, answered)),
        sheets=(_sheet([line for line in recent if _belongs(line, answered)], span),),
    )


def _belongs(line: DecisionLine, answered: Answered) -> bool:
    return answered == "all" or (line.outcome == PERMIT) == (answered == "permitted")


def _sheet(lines: Sequence[DecisionLine], span: Span) -> Sheet:
    counted: Counter[tuple[str, str, str]] = Counter()
    places: dict[tuple[str, str, str], set[str]] = {}
    for line in lines:
        key = (line.action, line.task_id, line.outcome)
        counted[key] += line.count
        places.setdefault(key, set()).update((line.scope,) if line.scope else ())
    return Sheet(
        key="decisions",
        title="By task",
        lead="Asked again under a draft, these are what its dry run shows.",
        header=("Asked to", "Task", "Answer", "Times", "Where"),
        rows=tuple(
            (
                Cell(text=action),
                Cell(text=task_id, kind="code"),
                Cell(text="permitted" if outcome == PERMIT else f"denied: {spoken(outcome)}"),
                Cell(text=str(times), kind="number"),
                Cell(text=_where(places[action, task_id, outcome])),
            )
            for (action, task_id, outcome), times in counted.most_common()
        ),
        empty=f"Nothing was asked within the last {span}.",
    )


def _where(scopes: set[str]) -> str:
    return ", ".join(sorted(scopes)) if len(scopes) <= 3 else count_of(len(scopes), "store")


def _spans(span: Span, answered: Answered) -> Filter:
    return Filter(
        title="Within the last",
        choices=tuple(
            Choice(label=one, address=f"/compliance/{KEY}?span={one}&answer={answered}", chosen=one == span)
            for one in SPANS
        ),
    )


def _answers(span: Span, answered: Answered) -> Filter:
    return Filter(
        title="Answer",
        choices=tuple(
            Choice(label=one, address=f"/compliance/{KEY}?span={span}&answer={one}", chosen=one == answered)
            for one in ANSWERED
        ),
    )
