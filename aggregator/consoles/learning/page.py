"""The page of learning from the leader's rows: pure, so that its JSON twin and its tests need no server."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import Final

from aggregator.consoles.charts import style
from aggregator.consoles.learning.cards import cards
from aggregator.consoles.learning.model import LearningPage, Way
from aggregator.consoles.learning.progress import charts
from aggregator.consoles.learning.words import EMPTY, GLOSSARY, NOTES, cost_in_words, epsilon_of, words_of
from aggregator.consoles.model import Table, TableCell
from aggregator.consoles.words import number, percent, seconds
from aggregator.federated.standing import defence_of
from aggregator.federated.tables import ModelRow, RoundRow

TITLE: Final = "What stores learn together"


def learning_page(
    rounds: Sequence[RoundRow],
    models: Sequence[ModelRow],
    now: datetime,
    *,
    may_roll_back: bool,
    simulated: bool = False,
    hours: str = "",
) -> LearningPage:
    """Return the page; rows oldest first, as the lineage gives them.

    simulated: whether some store here is invented. hours: when stores may train, in a sentence.
    """
    completed = [one for one in rounds if one.state == "completed"]
    return LearningPage(
        title=TITLE,
        at=f"{now:%Y-%m-%d %H:%M} UTC",
        lead=_lead(rounds, completed),
        defence=defence_of(completed),
        simulated=simulated,
        cards=cards(rounds, models),
        charts=charts(completed),
        rounds=_rounds(rounds),
        models=_models(models),
        ways_back=_ways_back(models) if may_roll_back else (),
        empty="" if rounds else EMPTY,
        footnotes=(
            *((hours,) if hours else ()),
            *NOTES,
            cost_in_words(Fraction(models[-1].rho) if models else Fraction(0)),
        ),
        glossary=GLOSSARY,
    )


def _lead(rounds: Sequence[RoundRow], completed: Sequence[RoundRow]) -> str:
    refused = sum(one.state == "refused" for one in rounds)
    if not completed:
        return f"No round has been completed; {refused} refused." if refused else ""
    last = completed[-1]
    return f"{len(completed)} rounds completed, {refused} refused; the last with {last.participants} stores."


def _rounds(rounds: Sequence[RoundRow]) -> Table:
    header = (
        "Round",
        "Began",
        "Outcome",
        "Stores",
        "Groups",
        "Right answers",
        "Loss",
        "Took",
        "Bytes a store",
    )
    return Table(header=header, rows=tuple(_round(one) for one in reversed(rounds)))


def _round(one: RoundRow) -> tuple[TableCell, ...]:
    refused = one.state == "refused"
    return (
        style.text(str(one.round)),
        style.text(f"{one.began_at:%Y-%m-%d %H:%M}"),
        TableCell(
            text=f"refused: {words_of(one.reason)}" if refused else one.state,
            kind="gap" if refused else "text",
        ),
        _figure(number(one.participants) if one.participants else "–"),
        _figure(number(one.groups) if one.groups else "–"),
        _figure(_share(one.hits, one.hits_half_width)),
        _figure(_loss(one.loss, one.loss_half_width)),
        _figure(seconds(one.seconds)),
        _figure(number(one.node_bytes) if one.node_bytes else "–"),
    )


def _models(models: Sequence[ModelRow]) -> Table:
    header = ("Version", "Made", "By", "Model", "Parent", "Policy", "Stores", "Cost (ε)")
    newest = models[-1].version if models else None
    return Table(header=header, rows=tuple(_model(one, newest) for one in reversed(models)))


def _model(one: ModelRow, newest: int | None) -> tuple[TableCell, ...]:
    by = {"start": "start", "round": f"round {one.round}", "rollback": f"back to round {one.round}"}[
        one.made_by
    ]
    return (
        style.text(f"{one.version} (in use)" if one.version == newest else str(one.version)),
        style.text(f"{one.made_at:%Y-%m-%d %H:%M}"),
        style.text(by),
        style.text(one.model_hash[:12]),
        style.text(one.parent[:12] or "–"),
        style.text(one.policy_hash[:12] or "–"),
        _figure(number(one.participants) if one.participants else "–"),
        _figure(epsilon_of(Fraction(one.rho))),
    )


def _ways_back(models: Sequence[ModelRow]) -> tuple[Way, ...]:
    if not models:
        return ()
    kept = {one.round: one for one in models if one.model_hash != models[-1].model_hash}
    return tuple(
        Way(round=one.round, label=f"round {one.round}" if one.round else "the first model")
        for one in sorted(kept.values(), key=lambda one: one.round, reverse=True)
    )


def _share(share: float | None, half_width: float | None) -> str:
    if share is None:
        return "–"
    return percent(share, 1) if half_width is None else f"{percent(share, 1)} ± {number(100 * half_width, 1)}"


def _loss(loss: float | None, half_width: float | None) -> str:
    if loss is None:
        return "–"
    return number(loss, 2) if half_width is None else f"{number(loss, 2)} ± {number(half_width, 2)}"


def _figure(text: str) -> TableCell:
    return TableCell(text=text, kind="number")
