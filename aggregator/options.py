"""What the commands of the server side have in common: their options, and how they print an answer."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from shared.cli import home_option

FOLDER = click.Path(path_type=Path, file_okay=False)
ROLES = click.Choice(["leader", "helper"])

home_argument = click.option(
    "--home",
    type=FOLDER,
    envvar="SHOAL_HOME",
    default=home_option,
    help="Directory this aggregator keeps its state in (SHOAL_HOME).",
)
role_argument = click.option(
    "--role", type=ROLES, help="Which one, in a home that holds both as leader/ and helper/ (a demo's)."
)
json_argument = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


def show(answer: Mapping[str, object], as_json: bool) -> None:  # noqa: FBT001 - as click hands it over
    """Print one answer: an aligned line a value, or one JSON object."""
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    width = max(len(name) for name in answer)
    for name, value in answer.items():
        click.echo(f"{name.replace('_', ' '):<{width}}  {_words(value)}".rstrip())


def show_table(name: str, rows: Sequence[Mapping[str, str]], as_json: bool) -> None:  # noqa: FBT001 - as above
    """Print rows under the names of their columns, or one JSON object that holds them."""
    if as_json:
        click.echo(json.dumps({name: rows}))
        return
    if not rows:
        click.echo(f"no {name} yet")
        return
    columns = {key: max(len(key), *(len(row[key]) for row in rows)) for key in rows[0]}
    for row in ({key: key.replace("_", " ") for key in columns}, *rows):
        click.echo("  ".join(f"{row[key]:<{width}}" for key, width in columns.items()).rstrip())


def _words(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{count} {name}" for name, count in value.items()) or "nothing"
    if isinstance(value, list | tuple):
        return "; ".join(str(one) for one in value) or "none"
    return str(value)
