"""``shoal policy dry-run``: what a draft would have changed of the last days."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from policies.decision_log import read_log
from policies.draft_source import read_in_force, read_proposal
from policies.dry_run import DryRun, Keeping, Turned, dry_run
from policies.loader import SHIPPED


@click.command("dry-run")
@click.argument("draft", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--log",
    type=click.File("rb"),
    required=True,
    help="Decisions to ask again: what `shoal hub decisions --json` prints; - is standard input.",
)
@click.option(
    "--before",
    type=click.Path(path_type=Path, exists=True),
    default=SHIPPED,
    show_default="the shipped documents",
    help="What was in force, a folder or a signed policy.json; a draft file brings what it follows.",
)
@click.option("--pack", "packs", multiple=True, help="Pack to apply to both folders; may be repeated.")
@click.option("--timezone", default="UTC", show_default=True, help="Of the sites, for quiet hours.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def dry_run_command(
    draft: Path, log: BinaryIO, before: Path, packs: tuple[str, ...], timezone: str, as_json: bool
) -> None:
    """Ask a log's decisions again under DRAFT, a folder of documents or a draft file, and say what turns."""
    proposal = read_proposal(draft, packs)
    held = proposal.follows or read_in_force(before, packs)
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise click.UsageError(f"expected a time zone such as Europe/Berlin, got {timezone!r}") from error
    found = dry_run(read_log(log.read()), held, proposal.bundle, zone)
    click.echo(json.dumps(asdict(found), default=str) if as_json else "\n".join(_lines(found)))


def _lines(found: DryRun) -> Iterator[str]:
    since = f" since {found.since:%Y-%m-%d %H:%M} UTC" if found.since else ""
    yield f"{found.decisions} decisions{since}"
    for turned in found.turned:
        yield _turned(turned)
    for keeping in found.keeping:
        yield _keeping(keeping)
    for task_id in found.begun:
        yield f"begins   {task_id}: measured from then on"
    for task_id in found.ended:
        yield f"ends     {task_id}: not measured any more"
    if found.changes_nothing:
        yield "nothing would have changed"


def _turned(one: Turned) -> str:
    cites = f" ({one.article}: {one.reason})" if one.article else ""
    where = f" at {_counted(one.scopes)}" if one.scopes else ""
    return f"turns    {one.action} {one.task_id}: {one.before} → {one.after}, {one.count} times{where}{cites}"


def _keeping(one: Keeping) -> str:
    what, unit = one.kept.split("_")
    direction = "longer" if one.is_longer else "shorter"
    where = f", {_counted(one.scopes)}" if one.scopes else ""
    return (
        f"keeps    {one.purpose}: {what} {one.before} → {one.after} {unit}, {direction} "
        f"({len(one.task_ids)} tasks{where})"
    )


def _counted(scopes: tuple[str, ...]) -> str:
    return f"{len(scopes)} sites or cohorts"
