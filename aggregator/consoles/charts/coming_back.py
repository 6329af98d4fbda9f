"""Which parts people come back to: a bar a part, and what share of its visitors that is."""

from aggregator.consoles.charts import bars, style
from aggregator.consoles.charts.bars import Bar
from aggregator.consoles.model import Chart, Table, TableCell
from aggregator.consoles.words import gaps, number, percent, percents, weeks
from aggregator.insights.query import Question
from aggregator.insights.reading import NO_REPORT
from aggregator.insights.returns import Returned, Returns


def chart(question: Question, found: Returns) -> Chart:
    """Return the parts, most come back to at the top."""
    rows = [_bar(row) for row in found.rows]
    is_drawn = bars.is_drawn(rows)
    return Chart(
        key="returns",
        title="Which parts do people come back to?",
        lead=_lead(found),
        figure=bars.figure(rows, "visitors who came back") if is_drawn else {},
        summary="visitors who came back to a part of the store, each with its interval",
        table=_table(found),
        notes=_notes(found),
        csv=f"/api/v1/insights/returns.csv{question.address()}",
        empty="" if is_drawn else found.gathered.reason or NO_REPORT,
        simulated=found.gathered.is_simulated,
        provisional=found.gathered.is_provisional,
    )


def _bar(row: Returned) -> Bar:
    reading = row.count.reading
    share = f", {percent(row.per_visitor.value, 1)} of its visitors" if row.per_visitor else ""
    return Bar(row.name, reading.estimate, reading.reason, share)


def _lead(found: Returns) -> str:
    best = found.rows[0] if found.rows else None
    if best is None or best.count.reading.estimate is None:
        return ""
    estimate = best.count.reading.estimate
    if estimate.may_be_zero:
        return "No part stands out of the noise."
    share = best.per_visitor
    of = f", {percent(share.value, 1)} ({percents(share)}) of those who stay there" if share else ""
    return f"Most come back to {best.name}: {number(estimate.value)} ± {number(estimate.half_width)}{of}."


def _notes(found: Returns) -> tuple[str, ...]:
    if not found.gathered.releases:
        return ()
    return (
        f"Left for 10 s or more and came back, in {weeks(found.gathered.first_dates)}.",
        "Whiskers: the 95 % interval. Grey: inside the noise.",
        *filter(None, (gaps(found.gathered),)),
    )


def _table(found: Returns) -> Table:
    return Table(
        header=("Part", "Came back", "95 % interval", "Of its visitors", "95 % interval", "Stores"),
        rows=tuple(_row(row) for row in found.rows),
    )


def _row(row: Returned) -> tuple[TableCell, ...]:
    return (
        style.text(row.name),
        *style.cells(row.count.reading.estimate, row.count.reading.reason),
        *style.percents(row.per_visitor, "not measured alike"),
        TableCell(text=str(row.count.sites) if row.count.sites else "–", kind="number"),
    )
