"""``shoal edge run``: measure, close, seal, send."""

import logging
import signal
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from types import FrameType

import click

from edge_node.cameras import models_at_hand, open_camera
from edge_node.commands.answer import print_json
from edge_node.config import load_config
from edge_node.confirming import confirm
from edge_node.consent.gate import RESTING
from edge_node.consent.telling import tell_signs
from edge_node.drops import in_words
from edge_node.errors import ConsentError, CutOffError, StorageError, UplinkError
from edge_node.live import Desk, LiveNode, Outside
from edge_node.node import Node, load_node
from edge_node.public.write import write_page
from edge_node.refresh import refresh
from edge_node.retention.sweeper import sweeping, try_sweep
from edge_node.running import Pass, Sent, Step, measure, send
from edge_node.sighting import see_log
from edge_node.site_reader import load_site
from edge_node.storage.home import Home
from policies.errors import PolicyError
from shared import log
from shared.clock import SystemClock
from shared.elapsed import SystemUptime

AGAIN = "Replace it before the next run: what was counted now would be counted again."
"""What to do about a file that broke off; its part has been recorded and sent."""

KEPT = "What was measured is kept; the next pass sends it."
"""Said when a pass was counted and could not be sent: to measure again would count again."""

_log = logging.getLogger(__name__)


def run_until_stopped(home: Path) -> None:
    """Measure and send until SIGTERM or SIGINT.

    Raises: PairingError for a home without a paired node; SiteError, ConfigError for its files; ModelError
    without weights; ClockError for a wrong clock.
    """
    log.configure()
    with sweeping(home, SystemClock()):
        _measure_until_stopped(home)


def _measure_until_stopped(home: Path) -> None:
    models, config = models_at_hand(), load_config(home)
    node = renewed(load_node(home, SystemClock()))
    with closing(node.open_journal()) as journal:
        node.check_clock(journal)
        LiveNode(
            node,
            load_site(Home(home).site),
            journal,
            config=config,
            outside=Outside(
                look=lambda place: open_camera(place, models),
                renew=renewed,
                publish=publisher(config.page.folder),
            ),
            desk=_until_stopped(),
        ).run()


def run_once(home: Path, *, close: bool, step: Step) -> tuple[Node, Pass, Sent]:
    """Run every camera to its end, then send; with close, epochs that still run are closed too.

    Raises: as run_until_stopped; CaptureError, WallError from a camera.
    """
    log.configure()
    try_sweep(home, SystemClock(), SystemUptime())
    node = renewed(load_node(home, SystemClock()), at_once=True)
    site, uplink = load_site(Home(home).site), load_config(home).uplink
    with closing(node.open_journal()) as journal:
        done = measure(node, site, journal, step=step)
        try:
            sent = send(node, journal, site, uplink=uplink, unfinished=close, step=step)
        except StorageError as error:
            raise StorageError(f"{error} {KEPT}") from error
    try_sweep(home, SystemClock(), SystemUptime())
    return node, done, sent


def show(node: Node, done: Pass, sent: Sent, *, as_json: bool) -> None:
    """Print what one pass measured and sent.

    Raises, after printing: ConsentError when a camera may not look and somebody has to mend that; CutOffError
    when one ended too early: what was measured is not the whole.
    """
    if as_json:
        print_json(_answer(node, done, sent))
    else:
        _print(done, sent)
    to_mend = [refusal.reason for refusal in done.closed.values() if refusal.rule not in RESTING]
    if to_mend:
        raise ConsentError(" ".join(to_mend))
    if done.problems:
        raise CutOffError(" ".join(done.problems.values()) + " " + AGAIN)


def _answer(node: Node, done: Pass, sent: Sent) -> dict[str, object]:
    return {
        "site_id": node.pairing.site_id,
        "cameras": {name: asdict(tally) for name, tally in done.cameras.items()},
        "wall": {
            "confined": all(wall.confined for wall in done.walls) if done.walls else None,
            "denied": sum(sum(wall.denied.values()) for wall in done.walls),
        },
        "has_detectors": done.has_detectors,
        "seconds": done.seconds,
        "is_complete": not done.problems and not done.closed,
        "not_looking": {
            name: {"rule": refusal.rule, "article": refusal.article, "reason": refusal.reason}
            for name, refusal in done.closed.items()
        },
        **asdict(sent),
    }


def _print(done: Pass, sent: Sent) -> None:
    for name, tally in done.cameras.items():
        click.echo(
            f"{name:16} {tally.frames:8} frames ({in_words(tally.dropped)}) "
            f"{tally.tracks:7} tracks {tally.entries:6} entries "
            f"{tally.opted_out:5} opted out {tally.staff:5} staff"
        )
    for name, refusal in done.closed.items():
        click.echo(f"{name:16} did not look: {refusal.reason}")
    click.echo(f"{'reports':16} {sent.accepted} accepted, {sent.refused} refused, {sent.waiting} waiting")


def renewed(node: Node, *, at_once: bool = False) -> Node:
    """Return the node with newer keys and policies, or as it was when none come that can be believed.

    Whoever is there hears under which version it measures and how far the helper's log was seen to grow; and
    which cameras have their sign: once an hour, or at once.
    """
    try:
        fresh = refresh(node)
    except (UplinkError, PolicyError) as error:
        _log.warning("keys and policy not renewed: %s", error)
        return node
    confirm(fresh)
    see_log(fresh)
    tell_signs(fresh, at_once=at_once)
    return fresh


def publisher(folder: str) -> Callable[[Node], None]:
    """Return what writes the public page into the folder; without a folder it writes nothing."""

    def publish(node: Node) -> None:
        if folder:
            write_page(node, Path(folder))

    return publish


def _until_stopped() -> Desk:
    desk = Desk()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        desk.stop.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    return desk
