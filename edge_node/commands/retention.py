"""``shoal edge retention``: what this node keeps, how long, by which rule, and what is wrong with it."""

import sys
from pathlib import Path

import click

from edge_node.commands.answer import print_json
from edge_node.errors import StorageError
from edge_node.retention.home import opened, sweep_home
from edge_node.retention.table import table
from policies.retention_table import Table, alarms_in_words, in_words, to_json
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
        print_json(to_json(found))
    else:
        for words in in_words(found):
            click.echo(words)
        for words in alarms_in_words(found):
            click.echo(words, err=True)
    if found.findings:
        sys.exit(1)
