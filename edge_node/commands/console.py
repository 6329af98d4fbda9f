"""``shoal edge console``: the store's own page, on this machine, until Ctrl-C."""

from pathlib import Path

import click

from edge_node.commands.answer import print_json
from edge_node.consent.kept import site_of
from edge_node.console.serving import serve
from shared import log
from shared.clock import SystemClock


def show_console(home: Path, *, port: int, as_json: bool) -> None:
    """Print the link and serve the page.  Raises: PairingError, SiteError; EdgeError for a port."""
    log.configure()
    site_of(home)
    serve(home, SystemClock(), lambda link: _announce(link, as_json=as_json), port=port)


def _announce(link: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"url": link})
        return
    click.echo(f"open        {link}")
    click.echo("it works once, in one browser on this machine; Ctrl-C ends the console")
