"""The link opens the page in the browser's language, by a page that goes on by itself."""

import pytest

from tests.support.console_world import served_console
from tests.support.learning_store import LearningStore, learning_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> LearningStore:
    return learning_store(tmp_path_factory.mktemp("home"))


def test_the_link_answers_with_a_page_that_goes_on_by_itself(store: LearningStore) -> None:
    with served_console(store) as (client, access):
        opened = client.get(f"/open?token={access.link}")

    assert opened.status_code == 200
    assert '<meta http-equiv="refresh" content="0; url=/">' in opened.text
    assert '<a href="/">Go on to the page</a>' in opened.text


def test_the_browsers_language_comes_first(store: LearningStore) -> None:
    with served_console(store) as (client, access):
        client.headers["accept-language"] = "de-DE,de;q=0.9,en;q=0.5"
        closed = client.get("/open")
        client.get(f"/open?token={access.link}")
        page = client.get("/")

    assert '<html lang="de">' in closed.text
    assert '<html lang="de">' in page.text


def test_a_closed_page_says_how_to_open_it(store: LearningStore) -> None:
    with served_console(store) as (client, _):
        assert "Start the command again" in client.get("/open?token=used").text
