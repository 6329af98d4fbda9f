"""``shoal learn``: train the intent model across shops. Each command parses, calls one function, prints."""

import signal
import threading
from pathlib import Path
from typing import Literal

import click

from edge_node.arguments import FILE, FOLDER, home_argument, json_argument
from edge_node.commands.answer import show
from edge_node.federated.audit_cli import audit
from edge_node.federated.simulation.cli import simulate

superlink_argument = click.option(
    "--superlink", required=True, help="Where the SuperLink listens: host:port."
)
authority_argument = click.option("--authority", type=FILE, required=True, help="Who signed its certificate.")


@click.group()
def learn() -> None:
    """Train the intent model across shops; nobody sees one shop's update."""


@learn.command()
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1, 1_000), help="Rounds.")
@click.option("--sites", default=5, show_default=True, type=click.IntRange(5, 60), help="Invented stores.")
@click.option(
    "--algorithm",
    type=click.Choice(["fedavg", "fedprox", "fedadam"]),
    default="fedavg",
    show_default=True,
    help="What the stores' mean update becomes.",
)
@click.option("--home", type=FOLDER, help="Keep all state here; else it is thrown away.")
@json_argument
def run(
    rounds: int,
    sites: int,
    algorithm: Literal["fedavg", "fedprox", "fedadam"],
    home: Path | None,
    as_json: bool,
) -> None:
    """Train on Flower's real engine, on this machine: leader, helper, SuperLink, and a node a store.

    Stores and their windows are invented; keys, sealing, noise, sums and the ledger are real.
    """
    from edge_node.demo.folders import kept_or_thrown_away
    from edge_node.demo.progress import shown
    from edge_node.federated.run_story import Wanted
    from edge_node.federated.run_story import run as tell

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # unwinds like Ctrl-C: no child is left behind
    with kept_or_thrown_away(home, prefix="shoal-learn-") as folder, shown(quiet=as_json) as progress:
        figures = tell(Wanted(rounds, sites, algorithm), folder, progress)
    show(figures, as_json=as_json)


@learn.command()
def terms() -> None:
    """Print [learning] for a chain.toml: the plan, and the hash of the training code installed here.

    `policies/optional/learning.toml` is the document that goes with it.
    """
    from edge_node.federated.run_policy import terms_table
    from edge_node.federated.run_story import Wanted, plan_of

    click.echo(terms_table(plan_of(Wanted(rounds=1, sites=5))), nl=False)


@learn.command()
@home_argument
@json_argument
def status(home: Path, as_json: bool) -> None:
    """List rounds and models of the leader in this home (`shoal hub model status`)."""
    click.echo(_of_hub(["model", "status", "--home", str(home)], as_json), nl=False)


@learn.command()
@click.option("--to", "number", type=click.IntRange(0), required=True, help="A round that made a model.")
@home_argument
@json_argument
def rollback(number: int, home: Path, as_json: bool) -> None:
    """Go on from the model of an older round (`shoal hub model rollback`)."""
    click.echo(_of_hub(["model", "rollback", "--to", str(number), "--home", str(home)], as_json), nl=False)


@learn.command()
@click.option("--supernode", required=True, help="Where this store's SuperNode listens: host:port.")
@click.option("--secret", type=FILE, required=True, help="What the two share.")
@click.option(
    "--pace-s",
    type=click.FloatRange(min=0, max=240),
    default=30.0,
    show_default=True,
    help="Rounds are answered at whole paces, so that when tells nothing of the store. 0: at once.",
)
@home_argument
def work(supernode: str, secret: Path, pace_s: float, home: Path) -> None:
    """Take this store's part in rounds, until stopped."""
    from edge_node.federated.pacing import paced
    from edge_node.federated.trainer import LocalTrainer
    from edge_node.federated.worker import SuperNode, work_until
    from shared import log

    log.configure()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    work_until(stop, SuperNode(supernode, secret.read_bytes()), home, paced(LocalTrainer(), pace_s))


@learn.command()
@superlink_argument
@authority_argument
@click.option("--key", "keys", multiple=True, required=True, help="A node's public key; can be repeated.")
@json_argument
def admit(superlink: str, authority: Path, keys: tuple[str, ...], as_json: bool) -> None:
    """Tell the SuperLink which nodes may connect."""
    from edge_node.federated.control import control, register

    with control(superlink, authority) as client:
        nodes = [register(client, key) for key in keys]
    show({"nodes": nodes}, as_json=as_json)


@learn.command()
@superlink_argument
@authority_argument
@click.option("--rounds", default=1, show_default=True, type=click.IntRange(1, 1_000), help="Rounds.")
@click.option("--sample-s", default=60, show_default=True, help="Seconds to wait for enough nodes.")
@click.option("--deadline-s", default=300, show_default=True, help="Seconds to wait for their replies.")
@click.option("--helper-s", default=60, show_default=True, help="Seconds to wait for the helper.")
@json_argument
def submit(
    superlink: str,
    authority: Path,
    rounds: int,
    sample_s: int,
    deadline_s: int,
    helper_s: int,
    as_json: bool,
) -> None:
    """Start a run of the bundle that this release ships with, and wait for its end."""
    from edge_node.federated.control import finished

    settings = {"rounds": rounds, "sample_s": sample_s, "deadline_s": deadline_s, "helper_s": helper_s}
    ended = finished(superlink, authority, settings)
    show({"run": ended.run_id, "outcome": ended.outcome, "details": ended.details}, as_json=as_json)


learn.add_command(simulate)


def _of_hub(words: list[str], as_json: bool) -> str:
    """Return what the leader's own command prints: the two programs know each other by command lines only."""
    from edge_node.demo.children import said

    return said(["hub", *words, *(["--json"] if as_json else [])])


learn.add_command(audit)
