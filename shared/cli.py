"""The ``shoal`` command: finds each program's group by entry point and turns errors into exit codes.

Exit codes: 0 done, 1 refused or failed, 2 misuse.
"""

import sys
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import NoReturn

import click
from typing_extensions import override

from shared.errors import ShoalError

GROUP = "shoal.commands"
"""The entry-point group that programs register their commands under."""

SUMMARIES = {
    "audit": "Show, export and verify the audit log.",
    "bench": "Measure this machine against the product's own figures.",
    "demo": "A whole chain of shops on this machine, from nothing.",
    "edge": "A shop's node: pair, check, run, replay, track, preview.",
    "hub": "An aggregator, as leader or helper: init, serve, invite, release.",
    "learn": "Train the intent model across shops.",
    "policy": "Read, check and sign what may be measured, and at which price.",
}
"""One line per program, so that help needs to load none of them."""


class Programs(click.Group):
    """A group whose commands are the installed programs, loaded only when they are called."""

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_programs())

    @override
    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, SUMMARIES.get(name, "")) for name in self.list_commands(ctx)]
        with formatter.section("Programs"):
            formatter.write_dl(rows)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = _programs().get(cmd_name)
        if found is None:
            return None
        try:
            command: click.Command = found.load()
        except ModuleNotFoundError as error:
            missing = (
                f"'shoal {cmd_name}' needs the package {error.name!r}; pip install 'shoal[all]' brings it"
            )
            raise click.ClickException(missing) from error
        return command


@click.command(cls=Programs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="shoal")
def shoal() -> None:
    """See the shoal, never the fish: federated analytics for shops with cameras."""


def main() -> NoReturn:
    """Run the command line; an expected error becomes one line on stderr and exit 1."""
    try:
        shoal(standalone_mode=True)
    except ShoalError as error:
        click.echo(f"shoal: {error}", err=True)
        sys.exit(1)
    sys.exit(0)


def home_option() -> Path:
    """Return the directory a process keeps its state in when neither --home nor SHOAL_HOME is given."""
    return Path(click.get_app_dir("shoal", force_posix=False))


def _programs() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}


if __name__ == "__main__":  # pragma: no cover - children of the demo start here
    main()
