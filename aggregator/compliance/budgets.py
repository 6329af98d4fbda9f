"""What the privacy budget is, how it is split, and what has been spent of it at this door."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Final

from aggregator.compliance.model import Cell, Desk, Fact, Sheet
from aggregator.compliance.words import moment, spoken
from policies.schema import PolicyBundle
from policies.tasks import shares, tasks
from privacy.budget import UNIT, epsilon, person_cost
from shared.schemas.task import Lane

KEY: Final = "budgets"
TRACKS_A_VISIT: Final = 4
"""How many tracks one person's visit is taken to leave when a range is stated, as on the HQ page."""


@dataclass(frozen=True, slots=True)
class Spending:
    """What one scope's ledger holds."""

    scope: str
    """A store or a cohort."""
    entries: int
    newest: datetime


def budgets(bundle: PolicyBundle | None, spent: Sequence[Spending], now: datetime) -> Desk:
    """Return the page of what one track may cost and where it is spent."""
    return Desk(
        key=KEY,
        title="Budgets",
        lead="What everything that is ever published may reveal about one person's track through a shop.",
        at=moment(now),
        facts=() if bundle is None else _facts(bundle),
        sheets=(_lanes(bundle), _ledger(spent)),
        notes=(
            "The unit is one track: what one camera, or several that overlap, saw of one person in one go. "
            f"Nobody is recognised again. {UNIT}",
            "Every price is spent once, before its number exists; what would exceed its share is refused.",
        ),
    )


def _facts(bundle: PolicyBundle) -> tuple[Fact, ...]:
    total = Fraction(bundle.chain.budget.total)
    several = person_cost(total, TRACKS_A_VISIT)
    return (
        Fact(title="One track, all in all", value=f"ρ {total}", detail=f"ε {epsilon(total):.2f} at δ = 1e-6"),
        Fact(
            title=f"A visit of {TRACKS_A_VISIT} tracks",
            value=f"ε {several.epsilon_low:.1f}–{several.epsilon_high:.1f}",
            detail="since nobody links them",
        ),
    )


def _lanes(bundle: PolicyBundle | None) -> Sheet:
    return Sheet(
        key="lanes",
        title="How it is split",
        lead="Each door refuses what would exceed its own share, whatever the other has left.",
        header=("Door", "Metrics", "Share ρ", "Their prices ρ", "Left ρ"),
        rows=() if bundle is None else tuple(_lane_rows(bundle, shares(bundle))),
        empty="No policy is in force, so nothing can be spent.",
    )


def _lane_rows(bundle: PolicyBundle, split: Mapping[Lane, Fraction]) -> Iterable[tuple[Cell, ...]]:
    for lane, share in split.items():
        permitted = [task for task in tasks(bundle).values() if task.lane == lane]
        priced = sum((task.exact_rho for task in permitted), Fraction(0))
        names = dict.fromkeys(spoken(task.metric) for task in permitted)
        yield (
            Cell(text="a store's own noise" if lane == "site" else "sums over several stores"),
            Cell(text=", ".join(names) or "none"),
            *(Cell(text=str(value), kind="number") for value in (share, priced, share - priced)),
        )


def _ledger(spent: Sequence[Spending]) -> Sheet:
    return Sheet(
        key="ledger",
        title="What has been spent here",
        lead="By store or group of stores. A track belongs to one hour, day and week: prices do not pile up.",
        header=("Of", "Entries", "Newest"),
        rows=tuple(
            (
                Cell(text=one.scope),
                Cell(text=str(one.entries), kind="number"),
                Cell(text=moment(one.newest)),
            )
            for one in spent
        ),
        empty="Nothing has been released here yet.",
    )
