"""The page's files are served whole, by name alone, and load nothing from elsewhere."""

from collections.abc import Iterator

import pytest

from tests.support.console_world import OpenConsole, opened_console
from tests.support.learning_store import learning_store


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenConsole]:
    with opened_console(learning_store(tmp_path_factory.mktemp("home"))) as opened:
        yield opened


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("page.css", "text/css; charset=utf-8"),
        ("console.css", "text/css; charset=utf-8"),
        ("console.js", "text/javascript; charset=utf-8"),
        ("mark.svg", "image/svg+xml"),
    ],
)
def test_each_file_is_what_it_says_and_names_no_other_host(
    console: OpenConsole, name: str, kind: str
) -> None:
    answer = console.client.get(f"/static/{name}")

    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
    assert "http" not in answer.text.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("name", ["page.html", "..%2fpage.html", "nothing.css"])
def test_no_other_file_is_served(console: OpenConsole, name: str) -> None:
    assert console.client.get(f"/static/{name}").status_code == 404
