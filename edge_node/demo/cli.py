"""``shoal demo``: a whole chain of shops on this machine, from nothing."""

import json
import signal
import threading
from pathlib import Path

import click


@click.command()
@click.option(
    "--sites", default=6, show_default=True, type=click.IntRange(1, 60), help="Stores in the chain."
)
@click.option(
    "--days", default=14, show_default=True, type=click.IntRange(1, 34), help="Simulated days, ending now."
)
@click.option(
    "--video",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A clip of yours for the first store, in place of the drawn shop.",
)
@click.option("--once", is_flag=True, help="End after the last release instead of serving the HQ page.")
@click.option(
    "--learning/--no-learning",
    "learns",
    default=True,
    show_default=True,
    help="Let the stores train a model together; needs five of them.",
)
@click.option(
    "--rounds",
    default=2,
    show_default=True,
    type=click.IntRange(1, 6),
    help="Rounds that they train for; the budget of a day pays for six.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep all state here, for other commands to look at; else it is thrown away.",
)
def demo(
    sites: int,
    days: int,
    video: Path | None,
    once: bool,
    learns: bool,
    rounds: int,
    as_json: bool,
    home: Path | None,
) -> None:
    """Run a chain of shops on this machine: two aggregators, paired stores, sealed reports, the HQ page.

    Real processes, real keys, real noise; the shoppers are simulated and every page says so. The first store
    also films a drawn shop through the real vision line. Then a SuperLink and a SuperNode for each store are
    started and the stores learn together for some rounds. Everything listens on loopback only.
    """
    from functools import partial

    from edge_node.demo.folders import kept_or_thrown_away
    from edge_node.demo.hubs import hubs
    from edge_node.demo.policy import demo_policies
    from edge_node.demo.progress import shown
    from edge_node.demo.story import Wanted, tell
    from edge_node.demo.summary import lines, summarise
    from edge_node.federated.demo_lesson import FEWEST_STORES, lesson, lesson_policies

    teach = partial(lesson, rounds=rounds) if learns and sites >= FEWEST_STORES else None
    policies = demo_policies if teach is None else lesson_policies
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # unwinds like Ctrl-C: no child is left behind
    with (
        kept_or_thrown_away(home, prefix="shoal-demo-") as folder,
        hubs(folder, policies=policies) as pair,
    ):
        with shown(quiet=as_json) as progress:
            told = tell(Wanted(sites, days, video, teach), pair, progress)
        summary = summarise(told, pair.urls)
        click.echo(json.dumps(summary) if as_json else "\n".join(lines(summary)))
        if not once:
            click.echo(f"\nHQ page   {summary['urls']['hq']}\nCtrl-C ends it.", err=as_json)
            _wait()


def _wait() -> None:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    stop.wait()
