"""Options that several verbs share."""

from pathlib import Path

import click

from shared.cli import home_option

HOME = click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="SHOAL_HOME",
    default=home_option,
    show_default="the user's state directory",
    help="Where this process keeps what it keeps (or SHOAL_HOME).",
)

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
