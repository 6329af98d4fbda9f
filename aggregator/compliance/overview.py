"""What needs a person now, first; then where everything stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from aggregator.adopted import Adopted
from aggregator.adoption.confirmations import Running
from aggregator.compliance import budgets, purposes, refusals, retention_page, versions
from aggregator.compliance.model import Attention, Cell, Desk, Fact, Sheet
from aggregator.compliance.refusals import Refused
from aggregator.compliance.words import count_of, day, moment
from policies.lint import findings
from policies.retention import Finding

KEY: Final = "overview"


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything the overview is made from."""

    in_force: Adopted | None
    refused: Sequence[Refused]
    late: Sequence[Finding] = ()
    """What outlives its rule or cannot be read: the alarms of the retention table."""
    running: Sequence[Running] = ()
    """Which store measures under which version."""
    waiting: Sequence[Attention] = ()
    """What other pages want somebody to look at: drafts, confirmations, retention, the log."""


def overview(standing: Standing, now: datetime) -> Desk:
    """Return the console's first page."""
    needed = [*standing.waiting, *_of_retention(standing.late), *_of_policy(standing.in_force, now)]
    return Desk(
        key=KEY,
        title="Overview",
        lead="What needs a person comes first. A page without an entry here needs nobody today.",
        at=moment(now),
        facts=(
            Fact(
                title="Needs a person",
                value=str(len(needed)),
                detail="listed below" if needed else "nothing does",
                needs_person=bool(needed),
            ),
            _policy(standing.in_force, now),
            *versions.confirmed_facts(standing.in_force, standing.running),
            _kept(standing.late),
            _refused(standing.refused, now),
        ),
        sheets=(
            Sheet(
                key="attention",
                title="What needs a person",
                lead="Most pressing first, as each page found it.",
                header=("What", "Why", "Until"),
                rows=tuple(
                    (
                        Cell(text=one.what, kind="alarm", address=one.address),
                        Cell(text=one.why),
                        Cell(text=one.until or "now"),
                    )
                    for one in needed
                ),
                empty="Nothing: policies are in force and reviewed, and no draft waits for a signature.",
            ),
        ),
    )


def _of_retention(late: Sequence[Finding]) -> list[Attention]:
    address = f"/compliance/{retention_page.KEY}"
    return [Attention(found.kind or "Retention", found.reason, "", address) for found in late]


def _of_policy(current: Adopted | None, now: datetime) -> list[Attention]:
    if current is None:
        return [Attention("No policy is in force", "nothing is measured", "", f"/compliance/{versions.KEY}")]
    return [
        Attention(
            what=found.where,
            why=found.words,
            until="",
            address=_page_of(found.where, current),
        )
        for found in findings(current.bundle, now.date())
        if found.severity == "error" or found.name in ("review_soon", "ends_soon")
    ]


def _page_of(where: str, current: Adopted) -> str:
    if any(where == document.purpose for document in current.bundle.documents):
        return f"/compliance/{purposes.KEY}/{where}"
    return f"/compliance/{budgets.KEY if 'budget' in where else versions.KEY}"


def _policy(current: Adopted | None, now: datetime) -> Fact:
    if current is None:
        return Fact(title="Policy", value="none", detail="nothing is measured", needs_person=True)
    nearest = min(document.review_by for document in current.bundle.documents)
    return Fact(
        title="Policy in force",
        value=f"version {current.version}",
        detail=f"{count_of(len(current.bundle.documents), 'purpose')}, next review {day(nearest)}",
        address=f"/compliance/{versions.KEY}",
        needs_person=now.date() > nearest,
    )


def _kept(late: Sequence[Finding]) -> Fact:
    return Fact(
        title="Retention",
        value=count_of(len(late), "alarm") if late else "in order",
        detail="something outlives its rule or cannot be read" if late else "nothing outlives its rule",
        address=f"/compliance/{retention_page.KEY}",
        needs_person=bool(late),
    )


def _refused(refused: Sequence[Refused], now: datetime) -> Fact:
    today = sum(one.times for one in refused if now - one.minute <= timedelta(days=1))
    return Fact(
        title="Refused messages",
        value=str(today),
        detail="within the last day",
        address=f"/compliance/{refusals.KEY}",
    )
