"""The five numbers at the top of the page of learning."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from aggregator.consoles.learning.words import epsilon_of
from aggregator.consoles.model import Card
from aggregator.consoles.words import number, percent
from aggregator.federated.tables import ModelRow, RoundRow

BLIND: Final = 0.2
"""The share of right answers of whoever guesses among five acts."""

_NONE: Final = "–"
_UNTOLD: Final = "no window was told"


def cards(rounds: Sequence[RoundRow], models: Sequence[ModelRow]) -> tuple[Card, ...]:
    """Return rounds, stores, right answers, loss and cost, in this order; rows oldest first."""
    completed = [one for one in rounds if one.state == "completed"]
    last = completed[-1] if completed else None
    return (_rounds(rounds, completed), _stores(last), _hits(last), _loss(last), _cost(models))


def _rounds(rounds: Sequence[RoundRow], completed: Sequence[RoundRow]) -> Card:
    refused = sum(one.state == "refused" for one in rounds)
    return Card(
        key="rounds",
        title="Rounds",
        value=number(len(completed)),
        interval="exact",
        detail=f"completed; {refused} refused",
        missing=not rounds,
    )


def _stores(last: RoundRow | None) -> Card:
    groups = 0 if last is None else last.groups
    return Card(
        key="stores",
        title="Stores",
        value=_NONE if last is None else number(last.participants),
        interval="" if last is None else "exact",
        detail="no completed round"
        if last is None
        else f"in the last round, {groups} group{'s' * (groups != 1)}",
        missing=last is None,
    )


def _hits(last: RoundRow | None) -> Card:
    told = None if last is None or last.hits is None else (last.hits, last.hits_half_width or 0.0)
    share, wide = told or (0.0, 0.0)
    return Card(
        key="hits",
        title="Right answers",
        value=percent(share, 1) if told else _NONE,
        interval=f"{number(100 * (share - wide), 1)} to {percent(share + wide, 1)}" if told else "",
        detail="before the last round; guessing tells 20\u202f%" if told else _UNTOLD,
        missing=told is None,
        noise=told is not None and share - wide <= BLIND,
    )


def _loss(last: RoundRow | None) -> Card:
    told = None if last is None or last.loss is None else (last.loss, last.loss_half_width or 0.0)
    loss, wide = told or (0.0, 0.0)
    interval = f"{number(loss - wide, 2)} to {number(loss + wide, 2)}"
    detail = "nats a window; guessing is 1.61" if told else _UNTOLD
    return Card(
        key="loss",
        title="Loss",
        value=number(loss, 2) if told else _NONE,
        interval=interval if told else "",
        detail=detail,
        missing=told is None,
    )


def _cost(models: Sequence[ModelRow]) -> Card:
    rho = Fraction(models[-1].rho) if models else Fraction(0)
    return Card(
        key="cost",
        title="Cost",
        value=f"ε {epsilon_of(rho)}",
        interval="exact, at δ = 1e-6",
        detail="of one track through every round",
        missing=not models,
    )
