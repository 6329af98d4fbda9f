"""What was refused at this door, and how often: counted by the minute, with nothing about who asked."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from aggregator.compliance.model import Cell, Choice, Desk, Fact, Filter, Sheet
from aggregator.compliance.words import moment, spoken
from shared.wire.problems import PROBLEM_NAMES, Problem

KEY: Final = "refusals"
Span = Literal["hour", "day", "week"]
SPANS: Final[dict[Span, timedelta]] = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
}
"""How far back the page can look."""


@dataclass(frozen=True, slots=True)
class Refused:
    """How often one problem was answered in one minute."""

    minute: datetime
    problem: str
    times: int


def refusals(counted: Sequence[Refused], span: Span, now: datetime) -> Desk:
    """Return the page of what was refused within the span, the most frequent first."""
    recent = [one for one in counted if now - one.minute <= SPANS[span]]
    by_problem: Counter[str] = Counter()
    newest: dict[str, datetime] = {}
    for one in recent:
        by_problem[one.problem] += one.times
        newest[one.problem] = max(one.minute, newest.get(one.problem, one.minute))
    return Desk(
        key=KEY,
        title="Refusals",
        lead="A refused message changes nothing. What is refused often is worth a question to the store.",
        at=moment(now),
        facts=(
            Fact(
                title="Refused",
                value=str(by_problem.total()),
                detail=f"messages within the last {span}, counted by the minute",
            ),
        ),
        filters=(_filter(span),),
        sheets=(
            Sheet(
                key="refusals",
                title="By reason",
                lead="Names are the protocol's own; the words say what was expected.",
                header=("Reason", "In words", "Times", "Last"),
                rows=tuple(
                    (
                        Cell(text=problem, kind="code"),
                        Cell(text=_title(problem)),
                        Cell(text=str(times), kind="number"),
                        Cell(text=moment(newest[problem])),
                    )
                    for problem, times in by_problem.most_common()
                ),
                empty=f"Nothing was refused within the last {span}.",
            ),
        ),
    )


def _title(problem: str) -> str:
    known = next((name for name in PROBLEM_NAMES if name == problem), None)
    return Problem(known).title if known else spoken(problem)


def _filter(span: Span) -> Filter:
    return Filter(
        title="Within the last",
        choices=tuple(
            Choice(label=one, address=f"/compliance/{KEY}?span={one}", chosen=one == span) for one in SPANS
        ),
    )
