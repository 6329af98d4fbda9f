"""``shoal edge check``: whether the pixel wall holds on this machine."""

import click

from edge_node.cameras import models_at_hand
from edge_node.commands.answer import print_json
from edge_node.errors import WallError
from edge_node.wall.check import CheckReport, check


def run() -> CheckReport:
    """Return what a confined child could and could not do here.

    Raises: WallError when it cannot be confined at all; ModelError without the pose models.
    """
    return check(models_at_hand())


def show(report: CheckReport, *, as_json: bool) -> None:
    """Print the report for a program or for a person.

    Raises: WallError, after printing, when the wall does not hold: the command then ends with 1.
    """
    if as_json:
        print_json(answer_of(report))
    else:
        click.echo("\n".join(report.lines()))
    if not report.holds:
        raise WallError("expected a wall that holds, got one that something went through")


def answer_of(report: CheckReport) -> dict[str, object]:
    """Return the report as one JSON object."""
    return {
        "holds": report.holds,
        "confined": report.confined,
        "landlock_abi": report.landlock_abi,
        "counted": report.counted,
        "denied": report.denied,
        "tries": [
            {"name": attempt.name, "outcome": attempt.outcome, "denied": attempt.denied}
            for attempt in report.tries
        ],
    }
