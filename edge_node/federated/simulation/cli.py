"""``shoal learn simulate``."""

from pathlib import Path
from typing import Literal

import click

from edge_node.arguments import FILE, json_argument


@click.command()
@click.option("--sites", default=50, show_default=True, type=click.IntRange(1, 100_000), help="Shops.")
@click.option("--rounds", default=12, show_default=True, type=click.IntRange(1, 1_000), help="Rounds.")
@click.option("--epsilon", "target", type=click.FloatRange(min=0.1, max=50), help="Of all rounds together.")
@click.option("--silent", is_flag=True, help="No noise at all: a line to compare with.")
@click.option(
    "--algorithm",
    type=click.Choice(["fedavg", "fedprox", "fedadam"]),
    default="fedavg",
    show_default=True,
    help="What the shops do, and what becomes of their mean update.",
)
@click.option("--skew", type=click.FloatRange(min=0.05), help="Dirichlet concentration; else all alike.")
@click.option("--poisoned", default=0.0, type=click.FloatRange(0, 1), help="Share of hostile shops.")
@click.option("--trimmed", is_flag=True, help="Trim the mean over groups of shops.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(min=0))
@click.option("--state", type=FILE, help="Kept after every round; go on where it stopped.")
@json_argument
def simulate(
    *,
    sites: int,
    rounds: int,
    target: float | None,
    silent: bool,
    algorithm: Literal["fedavg", "fedprox", "fedadam"],
    skew: float | None,
    poisoned: float,
    trimmed: bool,
    seed: int,
    state: Path | None,
    as_json: bool,
) -> None:
    """Let invented shops learn together in this process, over the functions that real ones run.

    Without --epsilon or --silent a track pays the default, ρ = 0.03, over all rounds.
    """
    from fractions import Fraction
    from time import monotonic

    from edge_node.commands.answer import show
    from edge_node.demo.progress import shown
    from edge_node.federated.simulation.plans import plan_for
    from edge_node.federated.simulation.rounds import Scenario
    from edge_node.federated.simulation.run import answer_of, played, rho_for
    from edge_node.federated.simulation.shops import Chain

    if silent and target is not None:
        raise click.UsageError("expected --epsilon or --silent, one of them")
    rho = Fraction(3, 100) if target is None else rho_for(target)
    plan = plan_for(algorithm, rounds, None if silent else rho)
    scenario = Scenario(Chain(seed, sites, skew), plan, silent, poisoned, trimmed)
    begun_at = monotonic()
    with shown(quiet=as_json) as progress:
        saved = played(scenario, rounds, progress=progress, file=state)
    show(answer_of(scenario, saved, monotonic() - begun_at), as_json=as_json)
