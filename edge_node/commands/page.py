"""``shoal edge page``: the store's public page and its signs, written as files."""

from collections.abc import Sequence
from pathlib import Path

import click

from edge_node.commands.answer import print_json
from edge_node.node import load_node
from edge_node.public.write import write_page
from shared.clock import Clock


def write_files(root: Path, folder: Path, clock: Clock) -> Sequence[Path]:
    """Write the page of the store in the home into the folder and return its files.

    Raises: PairingError, SiteError, ConfigError, StorageError; nothing is half-written.
    """
    return write_page(load_node(root, clock), folder)


def show(files: Sequence[Path], *, as_json: bool) -> None:
    """Print what was written."""
    if as_json:
        print_json({"files": [str(path) for path in files]})
        return
    click.echo("\n".join(str(path) for path in files))
