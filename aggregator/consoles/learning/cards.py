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
    share = None if last is None else last.hits
    wide = 0.0 if last is None or last.hits_half_width is None else last.hits_half_width
    return Card(
        key="hits",
        title="Right answers",
        value=_NONE if share is None else percent(share, 1),
        interval="" if share is None else f"{number(100 * (share - wide), 1)} to {percent(share + wide, 1)}",
        detail="no window was told" if share is None else "before the last round; guessing tells 20\u202f%",
        missing=share is None,
        noise=share is not None and share - wide <= BLIND,
    )


def _loss(last: RoundRow | None) -> Card:
    loss = None if last is None else last.loss
    wide = 0.0 if last is None or last.loss_half_width is None else last.loss_half_width
    return Card(
        key="loss",
        title="Loss",
        value=_NONE if loss is None else number(loss, 2),
        interval="" if loss is None else f"{number(loss - wide, 2)} to {number(loss + wide, 2)}",
        detail="no window was told" if loss is None else "nats a window; guessing is 1.61",
        missing=loss is None,
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
