"""``shoal edge retention``: what this node keeps, how long, by which rule, and what is wrong with it."""

import sys
from datetime import datetime, timedelta
from pathlib import Path

import click

from edge_node.commands.answer import print_json
from edge_node.errors import StorageError
from edge_node.retention.home import opened, sweep_home
from edge_node.retention.table import Table, table
from policies.retention import Line
from shared.clock import Clock, SystemClock
from shared.elapsed import SystemUptime, UptimeSource


def table_of(
    home: Path, *, sweep: bool, clock: Clock | None = None, uptime: UptimeSource | None = None
) -> Table:
    """Return the home's retention table, swept first when asked to.

    Raises: StorageError when there is nothing that could be kept, or it cannot be used.
    """
    clock, uptime = clock or SystemClock(), uptime or SystemUptime()
    if sweep:
        sweep_home(home, clock, uptime)
    with opened(home, clock) as kept:
        if kept is None:
            raise StorageError(f"{home} holds no journal: this node has kept nothing yet")
        return table(kept.place, kept.kinds, now=clock.now(), uptime=uptime.read())


def show(found: Table, *, as_json: bool) -> None:
    """Print the table; exit 1 when something in it is wrong."""
    if as_json:
        print_json(_answer(found))
    else:
        _print(found)
    if found.findings:
        sys.exit(1)


def _answer(found: Table) -> dict[str, object]:
    return {
        "at": found.at.isoformat(timespec="seconds"),
        "swept_at": _moment(found.swept_at),
        "kinds": [_line(line) for line in found.lines],
        "alarms": [
            {"alarm": finding.alarm, "kind": finding.kind, "reason": finding.reason}
            for finding in found.findings
        ],
    }


def _line(line: Line) -> dict[str, object]:
    keep_for = line.rule.keep_for
    return {
        "kind": line.rule.kind,
        "where": line.rule.where,
        "keep_for_s": None if keep_for is None else int(keep_for.total_seconds()),
        "rule": line.rule.because,
        "count": line.held.count,
        "oldest_at": _moment(line.held.lives_from),
        "next_sweep_at": _moment(line.next_sweep_at),
        "alarms": [finding.alarm for finding in line.findings],
    }


def _print(found: Table) -> None:
    for line in found.lines:
        rule, held = line.rule, line.held
        there = f"{held.count} held" if held.count else ""
        oldest = "" if held.lives_from is None else f"oldest {held.lives_from:%Y-%m-%d %H:%M}"
        click.echo(f"{rule.kind:<22} {_life(rule.keep_for):<14} {there:<12} {oldest:<24} {rule.because}")
    for finding in found.findings:
        click.echo(f"{finding.alarm}: {finding.kind or 'everything'}: {finding.reason}", err=True)


def _life(keep_for: timedelta | None) -> str:
    if keep_for is None:
        return "no end by time"
    if not keep_for:
        return "never stored"
    hours = keep_for / timedelta(hours=1)
    return f"{hours:.1f} hours" if hours < 96 else f"{hours / 24:.0f} days"


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds")
