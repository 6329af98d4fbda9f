"""Opening the console in this machine's browser, for whoever starts it without a terminal.

The browser is given a file that its owner alone can read, never the link: what a program is started with,
everybody on a machine can read.
"""

import webbrowser
from collections.abc import Callable
from html import escape
from pathlib import Path

from edge_node.storage.files import write_private
from edge_node.storage.home import Home

Browser = Callable[[str], bool]
"""Opens an address; returns whether there is a browser to do so."""


def open_in_browser(root: Path, link: str, browser: Browser = webbrowser.open) -> bool:
    """Lead the browser to the link; return whether there is one.  Raises: StorageError."""
    page = Home(root).console_page
    go_on = f'<meta http-equiv="refresh" content="0; url={escape(link)}">'
    write_private(page, f'<!doctype html><html lang="en"><title>Shoal</title>{go_on}</html>\n'.encode())
    return browser(page.resolve().as_uri())


def forget_page(root: Path) -> None:
    """Delete the file."""
    Home(root).console_page.unlink(missing_ok=True)
