"""``shoal edge pair``: this store becomes known to leader and helper."""

from pathlib import Path

import click

from edge_node.commands.answer import print_json
from edge_node.hand_sight import as_measured
from edge_node.node import Node
from edge_node.pairing import pair
from edge_node.site_reader import load_site
from edge_node.storage.files import write_private
from edge_node.storage.home import Home
from shared.clock import SystemClock


def pair_site(leader: str, helper: str, site_file: Path, home: Path) -> Node:
    """Enrol the store of the site file at both aggregators and keep a copy of the file in the home.

    Shelves that no camera sees well enough are no part of the floor plan that both sides know.

    Raises: SiteError, ConfigError for the file; PairingError, UplinkError for the rest.
    """
    layout = as_measured(load_site(site_file)).layout()
    node = pair(leader, helper, home, layout=layout, clock=SystemClock())
    write_private(Home(home).site, site_file.read_bytes())
    return node


def show(node: Node, *, as_json: bool) -> None:
    """Print who this store is now and what comes next."""
    policy_hash = "" if node.bundle is None else node.bundle.hash.hex()
    if as_json:
        print_json(
            {
                "edge_id": node.pairing.edge_id,
                "site_id": node.pairing.site_id,
                "cohort_id": node.pairing.cohort_id,
                "policy_hash": policy_hash,
            }
        )
        return
    click.echo(f"paired  {node.layout.site_name} as {node.pairing.edge_id}")
    click.echo(f"policy  {policy_hash[:12]}, {len(node.tasks)} tasks permitted")
    click.echo("next    shoal edge run")
