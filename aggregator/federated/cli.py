"""``shoal hub model``: the global model at the leader, where it came from, and the way back."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aggregator.options import home_argument, json_argument, show

if TYPE_CHECKING:
    from aggregator.hub import Hub

WEIGHTS = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group()
def model() -> None:
    """Show the model that the stores train, start one, or go back to an older one."""


@model.command()
@click.option("--weights", type=WEIGHTS, required=True, help="float32 weights, little-endian.")
@home_argument
@json_argument
def start(weights: Path, home: Path, as_json: bool) -> None:
    """Begin with these weights, unless a model of the policy's plan is there already."""
    from aggregator.database import writing
    from aggregator.federated import lineage
    from aggregator.federated.terms import terms_in_force

    hub = _leader(home)
    _, terms = terms_in_force(hub)
    with writing(hub.engine) as session:
        vector = lineage.from_bytes(weights.read_bytes())
        made = lineage.start(session, terms.task_id, vector, terms.plan, hub.clock.now())
    show({"task": made.task_id, "model": made.model_hash, "round": made.round}, as_json)


@model.command()
@home_argument
@json_argument
def status(home: Path, as_json: bool) -> None:
    """List rounds and models: who took part, what it cost, what became of it."""
    from aggregator.database import reading
    from aggregator.federated.standing import standing

    with reading(_leader(home).engine) as session:
        found = standing(session)
    if as_json:
        click.echo(json.dumps(found))
        return
    for line in _lines(found):
        click.echo(line)


@model.command()
@click.option("--to", "number", type=click.IntRange(0), required=True, help="A round that made a model.")
@home_argument
@json_argument
def rollback(number: int, home: Path, as_json: bool) -> None:
    """Go on from the model of an older round; nothing is deleted, and what was spent stays spent."""
    from aggregator.audit.log import note
    from aggregator.database import writing
    from aggregator.federated import lineage
    from aggregator.federated.terms import task_in_force

    hub = _leader(home)
    task_id = task_in_force(hub)
    with writing(hub.engine) as session:
        now = hub.clock.now()
        made = lineage.roll_back(session, task_id, number, now)
        note(session, "release", task_id, {"event": "model rolled back", "round": number}, at=now)
    show({"task": task_id, "model": made.model_hash, "round": made.round}, as_json)


def _leader(home: Path) -> "Hub":
    from aggregator.errors import HomeError
    from aggregator.opening import open_home

    hub = open_home(home, "leader")
    if hub.role != "leader":
        raise HomeError("the model is the leader's; the helper only adds its half")
    return hub


def _lines(found: dict[str, object]) -> list[str]:
    rounds, models = found["rounds"], found["models"]
    lines = ["round  state      nodes  seconds   loss  hits  reason"]
    if isinstance(rounds, list):
        lines += [_round_line(one) for one in rounds]
    if isinstance(models, list) and models:
        last = models[-1]
        lines.append(f"model {last['model_hash'][:16]} of round {last['round']} ({last['made_by']})")
    lines.append(f"cost: rho {found['rho']}, epsilon {found['epsilon']} at delta 1e-6; {found['unit']}")
    lines.append(f"defence: {found['defence']}")
    return lines


def _round_line(one: dict[str, object]) -> str:
    loss, hits = (("-" if one[name] is None else f"{one[name]:.3f}") for name in ("loss", "hits"))
    return (
        f"{one['round']:>5}  {one['state']:<9}  {one['participants']:>5}  {one['seconds']:>7}  "
        f"{loss:>5}  {hits:>5}  {one['reason']}"
    )
