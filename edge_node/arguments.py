"""Options that several commands of ``shoal edge`` share."""

from pathlib import Path

import click

from shared.cli import home_option

FILE = click.Path(path_type=Path, dir_okay=False, readable=False)
"""Whether a path can be read is asked where it is opened: a refusal, not misuse of the command."""

FOLDER = click.Path(path_type=Path, file_okay=False, readable=False)
"""The same for a folder."""

home_argument = click.option(
    "--home",
    type=FOLDER,
    envvar="SHOAL_HOME",
    default=home_option,
    help="Directory this process keeps its state in (SHOAL_HOME).",
)
"""Where the node is kept."""

json_argument = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
"""For programs."""
