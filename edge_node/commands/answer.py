"""Printing answers: one JSON object, or aligned columns for people."""

import json
from collections.abc import Sequence

import click


def print_json(answer: dict[str, object]) -> None:
    """Print the answer as one JSON object on stdout."""
    click.echo(json.dumps(answer, ensure_ascii=False))


def show(answer: dict[str, object], *, as_json: bool) -> None:
    """Print a flat answer for a program or for a person."""
    if as_json:
        print_json(answer)
    else:
        print_columns([(name.replace("_", " "), str(value)) for name, value in answer.items()])


def print_columns(rows: Sequence[tuple[str, str]]) -> None:
    """Print label and value in two columns, labels in one width."""
    width = max((len(label) for label, _ in rows), default=0)
    for label, value in rows:
        click.echo(f"{label:<{width}}  {value}".rstrip())
