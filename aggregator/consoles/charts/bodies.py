"""Where people move most, and where they are expected to reach: one bar a zone type, few hatched.

Both stand on the page only where the policy in force has them, each with the words of its notice.
"""

from dataclasses import dataclass

from aggregator.consoles.charts import bars, style
from aggregator.consoles.charts.bars import Bar
from aggregator.consoles.model import Chart, Table
from aggregator.consoles.words import gaps, number, weeks
from aggregator.insights.bodies import Bodies, BodyCount
from aggregator.insights.query import Question
from policies.rules import apply
from policies.schema import PolicyBundle, PolicyDocument
from shared.schemas.task import MetricName


@dataclass(frozen=True, slots=True)
class _Words:
    title: str
    drawn: str
    """The part whose bars are drawn; the table has all."""
    lead: str
    summary: str
    method: str


_WORDS: dict[MetricName, _Words] = {
    "posture": _Words(
        title="Where do people move most?",
        drawn="energy_4",
        lead="Most at the highest of four levels of movement",
        summary="visitors at the highest level of movement energy by type of zone, each with its interval",
        method="Movement energy is what arms sweep in a second, openness how far they are held from the "
        "body, both in lengths of the trunk. A description of joints, and of nothing behind them.",
    ),
    "intent": _Words(
        title="Where are people likely to reach for goods?",
        drawn="reach",
        lead="Most expected to reach",
        summary="visitors expected to reach for goods next by type of zone, each with its interval",
        method="A guess from the first four seconds of coarse movement, made in the shop and kept nowhere.",
    ),
}


def is_adopted(metric: MetricName, policy: PolicyBundle | None) -> bool:
    """Return whether the policy in force measures the metric: only then does the page speak of it."""
    terms = None if policy is None else apply(policy).metrics.get(metric)
    return terms is not None and not terms.off


def chart(question: Question, metric: MetricName, found: Bodies, policy: PolicyBundle) -> Chart:
    """Return the zones, the largest number first, and every cell in the table."""
    words = _WORDS[metric]
    rows = found.of(words.drawn)
    drawn = [Bar(row.zone, row.estimate, row.reason) for row in rows]
    return Chart(
        key=metric,
        title=words.title,
        lead=_lead(words, rows),
        figure=bars.figure(drawn, "visitors") if drawn else {},
        summary=words.summary,
        table=_table(found),
        notes=(words.method, *_notice(apply(policy).purposes[metric].document, found), *_rests_on(found)),
        csv=f"/api/v1/insights/{metric}.csv{question.address()}",
        empty="" if drawn else found.gathered.reason,
        simulated=found.gathered.is_simulated,
        provisional=found.gathered.is_provisional,
    )


def _lead(words: _Words, rows: tuple[BodyCount, ...]) -> str:
    if not rows:
        return ""
    best = rows[0]
    if best.estimate is None:
        return f"In no type of zone is the number large enough to be shown ({best.reason})."
    return f"{words.lead}: {best.zone}, {number(best.estimate.value)} ± {number(best.estimate.half_width)}."


def _notice(document: PolicyDocument, found: Bodies) -> tuple[str, ...]:
    return (
        document.statement,
        f"Visitors are told by the sign {document.notice_reference} (EU AI Act Art. 50(3)); assessed in "
        f"{document.dpia_reference}. Numbers below {found.least} are withheld. Who wears a staff badge is "
        "left out (Art. 5(1)(f)).",
    )


def _rests_on(found: Bodies) -> tuple[str, ...]:
    if not found.gathered.releases:
        return ()
    return (
        f"Visitors of {weeks(found.gathered.first_dates)}, each where they stayed longest; sums over at "
        f"least {found.gathered.sites} stores. Whiskers: the 95 % interval.",
        *filter(None, (gaps(found.gathered),)),
    )


def _table(found: Bodies) -> Table:
    return Table(
        header=("Zone type", "What", "Visitors", "95 % interval"),
        rows=tuple(
            (
                style.text(row.zone),
                style.text(row.part.replace("_", " ")),
                *style.cells(row.estimate, row.reason),
            )
            for row in found.rows
        ),
    )
