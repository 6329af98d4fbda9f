"""How many come together: groups at the door by size, their mean size, and entries for each group."""

from aggregator.consoles.charts import classes, style
from aggregator.consoles.charts.classes import Axes
from aggregator.consoles.model import Chart, Table, TableCell
from aggregator.consoles.words import gaps, number, percent, percents, weeks
from aggregator.insights.groups import Groups
from aggregator.insights.query import Question
from aggregator.insights.ratio import Ratio
from shared.metrics import GROUP_SIZES

NO_DOOR = "no counting line on the floor plan"
_NAMES = tuple(f"{size} {'person' if size == '1' else 'people'}" for size in GROUP_SIZES)


def chart(question: Question, found: Groups) -> Chart:
    """Return the groups by size."""
    return Chart(
        key="groups",
        title="How many come together?",
        lead=_lead(found),
        figure=classes.figure(_NAMES, found.sizes, Axes("size of group", "groups")) if found.sizes else {},
        summary="groups that came in together by size, each class with its interval",
        table=_table(found),
        notes=_notes(found),
        csv=f"/api/v1/insights/groups.csv{question.address()}",
        empty="" if found.sizes else found.gathered.reason or NO_DOOR,
        simulated=found.gathered.is_simulated,
        provisional=found.gathered.is_provisional,
    )


def _lead(found: Groups) -> str:
    if found.mean_size is None:
        return "Too few groups to tell their size." if found.sizes else ""
    size = f"{number(found.mean_size.value, 2)} ({_ends(found.mean_size)})"
    alone = found.alone
    said = f"; {percent(alone.value)} ({percents(alone, 0)}) are one person" if alone else ""
    return f"A group is {size} people on average, at least{said}."


def _ends(found: Ratio) -> str:
    return f"{number(found.low, 2)} to {number(found.high, 2)}"


def _notes(found: Groups) -> tuple[str, ...]:
    if not found.sizes:
        return ()
    return (
        f"Groups of {weeks(found.gathered.first_dates)}: who comes in close behind another is of one group, "
        "strangers at a busy door too.",
        "The open class counts as four. Whiskers: the 95 % interval. Grey: inside the noise.",
        *filter(None, (gaps(found.gathered),)),
    )


def _table(found: Groups) -> Table:
    if not found.sizes:
        return Table(header=("Groups", "Number", "95 % interval"), rows=())
    sizes = tuple(
        (style.text(name), *style.cells(part, "")) for name, part in zip(_NAMES, found.sizes, strict=True)
    )
    more = (
        (style.text("all groups"), *style.cells(found.groups, "")),
        (style.text("people a group, at least"), *_ratio(found.mean_size, "too few")),
        (style.text("one person, share"), *style.percents(found.alone, "too few")),
        (
            style.text("entries a group (ratio, not share)"),
            *_ratio(found.entries_a_group, "not measured alike"),
        ),
    )
    return Table(header=("Groups", "Number", "95 % interval"), rows=(*sizes, *more))


def _ratio(found: Ratio | None, reason: str) -> tuple[TableCell, TableCell]:
    if found is None:
        return TableCell(text=reason, kind="gap"), TableCell(text="–", kind="gap")
    return TableCell(text=number(found.value, 2), kind="number"), TableCell(text=_ends(found), kind="number")
