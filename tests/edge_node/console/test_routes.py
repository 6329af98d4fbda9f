"""The page and its twins say the same; its language is the browser's until another is chosen."""

from collections.abc import Iterator

import pytest

from tests.support.console_world import OpenConsole, opened_console, served_console
from tests.support.learning_store import LearningStore, learning_store
from tests.support.speaking_node import node_that_says


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> LearningStore:
    return learning_store(tmp_path_factory.mktemp("home"))


@pytest.fixture
def console(store: LearningStore) -> Iterator[OpenConsole]:
    with opened_console(store) as opened:
        yield opened


def test_the_page_has_a_twin(console: OpenConsole) -> None:
    page, twin = console.client.get("/"), console.client.get("/store.json").json()

    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert twin["store"] in page.text
    assert set(twin) == {"store", "is_simulated", "at", "health", "learning", "sent", "now", "problem"}


def test_the_link_answers_with_a_page_that_goes_on_by_itself(store: LearningStore) -> None:
    with served_console(store) as (client, access):
        opened = client.get(f"/open?token={access.link}")

    assert opened.status_code == 200
    assert '<meta http-equiv="refresh" content="0; url=/">' in opened.text
    assert '<a href="/">Go on to the page</a>' in opened.text


def test_what_happens_now_can_be_asked_alone(console: OpenConsole, store: LearningStore) -> None:
    with node_that_says(store.root):
        said = console.client.get("/now.json").json()

    assert said["message"] == ""
    assert said["rows"][0] == {
        "zone": "bakery",
        "words": ["many", "some", "hardly anybody", "some", "some"],
        "nobody": "",
    }


def test_a_chosen_language_stays(console: OpenConsole) -> None:
    console.client.get("/?language=de")

    assert '<html lang="de">' in console.client.get("/").text
    assert console.client.get("/now.json").json()["message"].startswith("Kein Knoten")


def test_a_language_that_there_is_not_changes_nothing(console: OpenConsole) -> None:
    assert '<html lang="en">' in console.client.get("/?language=../../x").text


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
