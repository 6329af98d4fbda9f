"""The page and its twins say the same; its language is the browser's until another is chosen."""

from collections.abc import Iterator

import pytest

from tests.support.console_world import OpenConsole, opened_console
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


def test_what_is_kept_is_a_page_with_a_twin(console: OpenConsole) -> None:
    page, twin = console.client.get("/kept"), console.client.get("/kept.json").json()

    assert "What is kept here, and until when" in page.text
    assert set(twin) == {"at", "kinds", "alarms", "swept_at", "problem"}
