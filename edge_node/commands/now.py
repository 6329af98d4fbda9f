"""``shoal edge now``: what the people in view are about to do, as the node at work says it."""

import json
from pathlib import Path

import click

from edge_node.commands.answer import print_json
from edge_node.errors import StorageError
from edge_node.now_door import ask_now
from edge_node.storage.home import Home

NOTHING = "too few people to say"
"""Of a zone."""


def now_of(root: Path) -> dict[str, object]:
    """Return what the node at work in the home says.  Raises: StorageError when none answers."""
    try:
        said = json.loads(ask_now(Home(root).now_door))
    except ValueError as error:
        raise StorageError("expected a whole answer of the node at work, got a part; ask again") from error
    if not isinstance(said, dict):
        raise StorageError("expected an answer of the node at work, got something else")
    return said


def show(said: dict[str, object], *, as_json: bool) -> None:
    """Print one line a zone."""
    if as_json:
        print_json(said)
        return
    zones = said.get("zones")
    if "refused" in said or not isinstance(zones, dict):
        click.echo(f"nothing is said: {said.get('reason', '')}")
        return
    for zone, about_to in zones.items():
        words = ", ".join(f"{word} about to {label.replace('_', ' ')}" for label, word in about_to.items())
        click.echo(f"{zone:16} {words or NOTHING}")
    click.echo(str(said.get("note", "")))
