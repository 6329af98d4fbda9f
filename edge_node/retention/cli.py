"""What a store keeps and forgets: ``shoal edge retention``, ``erase``, ``decommission``."""

from datetime import datetime
from pathlib import Path

import click

from edge_node.arguments import home_argument, json_argument

_MOMENT = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d"])
"""A moment without a zone is one of the site's."""


@click.command()
@click.option("--sweep", is_flag=True, help="Forget first whose life is over; a node at work does it itself.")
@home_argument
@json_argument
def retention(*, sweep: bool, home: Path, as_json: bool) -> None:
    """Show every kind of data kept here: where, how long, by which rule, the oldest. Exit 1 on an alarm."""
    from edge_node.commands import retention as command

    command.show(command.table_of(home, sweep=sweep), as_json=as_json)


@click.command()
@click.option(
    "--from", "since", type=_MOMENT, required=True, help="First moment, as 2026-06-15T11:30; site time."
)
@click.option("--to", "until", type=_MOMENT, required=True, help="Moment behind the last.")
@click.option("--camera", help="Only what this camera saw, where that is known; sums go whole all the same.")
@click.option("--yes", is_flag=True, help="Do it; without this only what would go is shown.")
@home_argument
@json_argument
def erase(
    *, since: datetime, until: datetime, camera: str | None, yes: bool, home: Path, as_json: bool
) -> None:
    """Erase who was here in an interval: movement windows, tracks and sums that have not left the store."""
    from edge_node.commands import erase as command

    try:
        done = command.erase_interval(home, since, until, camera=camera, yes=yes)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    command.show(done, as_json=as_json)


@click.command()
@click.option("--yes", is_flag=True, help="Do it, for good; without this only what would go is shown.")
@home_argument
@json_argument
def decommission(*, yes: bool, home: Path, as_json: bool) -> None:
    """Give this store up: destroy its keys, its outbox and all it kept; receipts are left. Stop it first."""
    from edge_node.commands import decommission as command

    command.show(command.give_up(home, yes=yes), as_json=as_json)
