"""``shoal edge pair``: this store becomes known to leader and helper."""

import json
from pathlib import Path

import click

from edge_node.commands.options import AS_JSON, HOME
from edge_node.pairing import pair as enrol
from edge_node.site_reader import load_site
from edge_node.storage.files import write_private
from edge_node.storage.home import Home
from shared.clock import SystemClock


@click.command()
@click.option("--leader", required=True, metavar="CODE", help="Pairing code from the chain.")
@click.option("--helper", required=True, metavar="CODE", help="Pairing code from the compliance office.")
@click.option(
    "--site",
    "site_file",
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The store's site.toml; a copy is kept in the home.",
)
@HOME
@AS_JSON
def pair(leader: str, helper: str, site_file: Path, home: Path, as_json: bool) -> None:
    """Enrol this store at both aggregators with their one-time codes.

    Keys are made here and never leave. Run it again with the same home if the network failed half-way.
    """
    layout = load_site(site_file).layout()
    node = enrol(leader, helper, home, layout=layout, clock=SystemClock())
    write_private(Home(home).site, site_file.read_bytes())
    answer = {
        "edge_id": node.pairing.edge_id,
        "site_id": node.pairing.site_id,
        "cohort_id": node.pairing.cohort_id,
        "policy_hash": "" if node.bundle is None else node.bundle.hash.hex(),
    }
    if as_json:
        click.echo(json.dumps(answer))
        return
    click.echo(f"paired {layout.site_name} as {answer['edge_id']}")
    click.echo(f"policy {answer['policy_hash'][:12]}, {len(node.tasks)} tasks")
    click.echo("next: shoal edge run")
