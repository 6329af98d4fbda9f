"""``shoal edge console``: the store's own page, on this machine, until Ctrl-C or until it is closed there."""

from pathlib import Path

import click

from edge_node.commands.answer import print_json
from edge_node.consent.kept import site_of
from edge_node.console.launching import forget_page, open_in_browser
from edge_node.console.serving import serve
from shared import log
from shared.clock import SystemClock


def show_console(home: Path, *, port: int, is_opened: bool, as_json: bool) -> None:
    """Print the link, open it if asked to, and serve the page.

    Raises: PairingError, SiteError; EdgeError for a port; StorageError when it cannot be opened.
    """
    log.configure()
    site_of(home)

    def announce(link: str) -> None:
        _say(link, as_json=as_json)
        if is_opened and not open_in_browser(home, link):
            click.echo("no browser was found here; open the link yourself", err=True)

    try:
        serve(home, SystemClock(), announce, port=port)
    finally:
        forget_page(home)


def _say(link: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"url": link})
        return
    click.echo(f"open        {link}")
    click.echo("it works once, in one browser on this machine; Ctrl-C ends the console")
