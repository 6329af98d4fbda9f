"""``shoal edge run``: measure, close, seal, send."""

import json
import signal
from dataclasses import asdict
from pathlib import Path
from types import FrameType

import click

from edge_node.commands.options import AS_JSON, HOME
from edge_node.live import Desk, run_live
from edge_node.node import Node, load_node
from edge_node.refresh import refresh
from edge_node.running import Pass, Sent, measure, send
from edge_node.site_reader import load_site
from edge_node.storage.home import Home
from shared import log
from shared.clock import SystemClock


@click.command()
@click.option(
    "--once", is_flag=True, help="Run every camera to its end, send, and stop (files, simulated shops)."
)
@click.option(
    "--close", is_flag=True, help="With --once: close epochs that still run; they take nothing more."
)
@HOME
@AS_JSON
def run(once: bool, close: bool, home: Path, as_json: bool) -> None:
    """Measure with this store's cameras and send what its policy permits.

    Without --once it works until it is stopped; epochs are sent when they are over.
    """
    if close and not once:
        raise click.UsageError("--close goes with --once")
    log.configure()
    node = refresh(load_node(home, SystemClock()))
    site = load_site(Home(home).site)
    with node.open_journal() as journal:
        if not once:
            run_live(node, site, journal, desk=_until_stopped(), renew=refresh)
            return
        step = (lambda _: None) if as_json else (lambda what: click.echo(what, err=True))
        done = measure(node, site, journal, step=step)
        sent = send(node, journal, site, unfinished=close, step=step)
    _print(node, done, sent, as_json=as_json)


def _print(node: Node, done: Pass, sent: Sent, *, as_json: bool) -> None:
    answer = {
        "site_id": node.pairing.site_id,
        "cameras": {name: asdict(tally) for name, tally in done.cameras.items()},
        "wall": {
            "confined": all(wall.confined for wall in done.walls) if done.walls else None,
            "denied": sum(sum(wall.denied.values()) for wall in done.walls),
        },
        "seconds": done.seconds,
        **asdict(sent),
    }
    if as_json:
        click.echo(json.dumps(answer))
        return
    for name, tally in done.cameras.items():
        click.echo(f"{name:16} {tally.frames:8} frames {tally.tracks:7} tracks {tally.entries:6} entries")
    click.echo(f"{'reports':16} {sent.accepted} accepted, {sent.refused} refused, {sent.waiting} waiting")


def _until_stopped() -> Desk:
    desk = Desk()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        desk.stop.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    return desk
