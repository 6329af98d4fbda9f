"""``shoal edge decommission``: shows what goes when a store is given up, and with ``--yes`` takes it."""

from dataclasses import asdict
from pathlib import Path

import click

from edge_node.commands.answer import print_columns, print_json
from edge_node.retention.decommission import Leaving, decommission
from shared.clock import Clock, SystemClock

NEXT = "ask leader and helper to retire this node; decommissioned.json holds the receipts"
"""Said when it is done."""
HOW = "nothing is destroyed yet; with --yes it is, for good"
"""Said under a preview."""


def give_up(home: Path, *, yes: bool, clock: Clock | None = None) -> Leaving:
    """Return what goes, gone with ``yes``. Raises: StorageError."""
    return decommission(home, clock or SystemClock(), yes=yes)


def show(leaving: Leaving, *, as_json: bool) -> None:
    """Print what goes and what to do next."""
    if as_json:
        print_json(asdict(leaving))
        return
    rows = [*leaving.held.items(), ("reports never sent", leaving.unsent), ("files", leaving.files)]
    print_columns([(name, str(count)) for name, count in rows])
    click.echo(NEXT if leaving.is_done else HOW)
