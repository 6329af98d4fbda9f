"""A browser is led to the console by a file that its owner alone reads; the link is nobody's argument."""

import stat
from pathlib import Path

import pytest

from edge_node.console.launching import forget_page, open_in_browser
from edge_node.storage.home import Home

LINK = "http://127.0.0.1:8787/open?token=once"


@pytest.mark.parametrize("has_browser", [True, False])
def test_the_browser_is_given_a_private_file(tmp_path: Path, has_browser: bool) -> None:
    asked: list[str] = []

    def browser(address: str) -> bool:
        asked.append(address)
        return has_browser

    is_open = open_in_browser(tmp_path, LINK, browser)

    page = Home(tmp_path).console_page
    assert (is_open, asked) == (has_browser, [page.as_uri()])
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert f'content="0; url={LINK}"' in page.read_text()


def test_the_file_goes_with_the_console(tmp_path: Path) -> None:
    open_in_browser(tmp_path, LINK, lambda _: True)

    forget_page(tmp_path)
    forget_page(tmp_path)

    assert not Home(tmp_path).console_page.exists()
