"""What a draft would have done in the last days, as a table people read before they sign."""

from collections.abc import Sequence

from aggregator.compliance.model import Cell, Sheet, texts
from aggregator.compliance.words import count_of, moment, spoken
from policies.decision_log import DecisionLine
from policies.dry_run import DryRun, Keeping, Turned, dry_run
from policies.errors import DocumentError
from policies.schema import PolicyBundle


def effects(lines: Sequence[DecisionLine], held: PolicyBundle, draft: PolicyBundle) -> Sheet:
    """Return what the draft would have changed of the decisions made under the version in force."""
    try:
        found = dry_run(lines, held, draft)
    except DocumentError as error:
        return _sheet("", (), f"It cannot be tried: {error}.")
    since = f" since {moment(found.since)}" if found.since else ""
    lead = f"Replayed: {count_of(found.decisions, 'decision')}{since}."
    rows = (
        *(_turned(one) for one in found.turned),
        *(_kept(one) for one in found.keeping),
        *(texts(task_id, "tasks", "not measured", "measured", "", "every store") for task_id in found.begun),
        *(texts(task_id, "tasks", "measured", "not measured", "", "every store") for task_id in found.ended),
    )
    return _sheet(lead, rows, _nothing(found))


def _sheet(lead: str, rows: tuple[tuple[Cell, ...], ...], empty: str) -> Sheet:
    return Sheet(
        key="effects",
        title="What it would have done",
        lead=lead,
        header=("What", "Asked to", "Then", "Under the draft", "Why", "Where"),
        rows=rows,
        empty=empty,
    )


def _nothing(found: DryRun) -> str:
    if not found.decisions:
        return "No decision is remembered here yet, so there is nothing to replay."
    return f"Nothing: all {found.decisions} decisions would have been the same."


def _turned(one: Turned) -> tuple[Cell, ...]:
    times = count_of(one.count, "time")
    why = f"{one.reason} ({one.article})" if one.article else one.reason
    return texts(
        one.task_id, f"{one.action}, {times}", spoken(one.before), spoken(one.after), why, _of(one.scopes)
    )


def _kept(one: Keeping) -> tuple[Cell, ...]:
    kind, _, unit = one.kept.rpartition("_")
    return (
        Cell(text=one.purpose),
        Cell(text=f"keep {spoken(kind)}s"),
        Cell(text=f"{one.before} {unit}"),
        Cell(text=f"{one.after} {unit}", kind="alarm" if one.is_longer else "text"),
        Cell(text="kept longer" if one.is_longer else "kept shorter"),
        Cell(text=_of(one.scopes)),
    )


def _of(scopes: Sequence[str]) -> str:
    return ", ".join(scopes) or "every store"
