"""Writing a store's public page: what holds now is read, and every file is written whole."""

from collections.abc import Sequence
from pathlib import Path

from edge_node.consent.gate import gate_of
from edge_node.consent.kept import read_kept, site_of
from edge_node.errors import StorageError
from edge_node.node import Node
from edge_node.public.facts import facts_of
from edge_node.public.render import files_of
from edge_node.storage.files import advice_for, write_whole

READABLE = 0o644
"""Everybody may read the page: a web server does."""


def write_page(node: Node, folder: Path) -> Sequence[Path]:
    """Write the page and signs of the store as it is now, and return the files.

    Raises: PairingError, SiteError, ConfigError for the home; StorageError when it cannot be read, or the
    folder cannot be written to: every file is then the old one or the new one.
    """
    site = site_of(node.home.root)
    present = node.at_present()
    gate = gate_of(site, present.bundle)
    plans = present.plans(site.entrance)
    facts = facts_of(gate, read_kept(node.home), plans, node.clock.now())
    files = files_of(facts, gate.signs)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            write_whole(folder / name, text.encode(), mode=READABLE)
    except OSError as error:
        reason = f"{error.strerror}. {advice_for(error)}"
        raise StorageError(f"cannot write the public page to {folder}: {reason}") from error
    return [folder / name for name in files]
