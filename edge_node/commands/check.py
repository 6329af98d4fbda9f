"""``shoal edge check``: whether the pixel wall holds on this machine, and which shelves are measured."""

from pathlib import Path

import click

from edge_node.cameras import models_at_hand
from edge_node.commands.answer import print_json
from edge_node.errors import WallError
from edge_node.hand_sight import unmeasured
from edge_node.site_reader import load_site
from edge_node.wall.check import CheckReport, check


def run() -> CheckReport:
    """Return what a confined child could and could not do here.

    Raises: WallError when it cannot be confined at all; ModelError without the pose models.
    """
    return check(models_at_hand())


def hands_of(site_file: Path) -> dict[str, str]:
    """Return every shelf of the site file, with why no hand in it is measured; empty where one is.

    Raises: SiteError, ConfigError for the file.
    """
    site = load_site(site_file)
    missing = unmeasured(site)
    return {name: missing.get(name, "") for name in site.shelf_names}


def show(report: CheckReport, hands: dict[str, str] | None = None, *, as_json: bool) -> None:
    """Print the report for a program or for a person; hands: what hands_of said, None: nobody asked.

    Raises: WallError, after printing, when the wall does not hold: the command then ends with 1.
    """
    if as_json:
        print_json(answer_of(report) | ({} if hands is None else {"hands": hands}))
    else:
        click.echo("\n".join([*report.lines(), *_hand_lines(hands or {})]))
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


def _hand_lines(hands: dict[str, str]) -> list[str]:
    """Return a line for every shelf."""
    return [
        f'hands in shelf "{name}": {f"not measured here: {why}" if why else "measured"}'
        for name, why in hands.items()
    ]
