"""What is pressed on the page is what the commands do: the same registers, the same people named in them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from edge_node.commands.attest import signs_by_camera
from edge_node.commands.learning import learning_of
from edge_node.commands.pause import pauses_of
from edge_node.consent.kept import learning_stops_of, read_kept
from tests.support.console_world import ADDRESS, OpenConsole, opened_console
from tests.support.learning_store import LearningStore, learning_store


@pytest.fixture
def store(tmp_path: Path) -> LearningStore:
    return learning_store(tmp_path)


@pytest.fixture
def console(store: LearningStore) -> Iterator[OpenConsole]:
    with opened_console(store) as opened:
        yield opened


def test_learning_is_switched_off_as_by_the_command(console: OpenConsole, store: LearningStore) -> None:
    answer = console.post("/learning/off", reason="works council asks")

    stopped = learning_of(store.root, store.clock).stopped
    assert (answer.status_code, answer.headers["location"]) == (303, "/#learning")
    assert stopped is not None
    assert (stopped.pressed.by, stopped.reason, stopped.until) == ("floor lead", "works council asks", None)


def test_and_on_again(console: OpenConsole, store: LearningStore) -> None:
    console.post("/learning/off")

    answer = console.post("/learning/on", by="till 2")

    (stop,) = learning_stops_of(store.node.home)
    assert answer.status_code == 303
    assert learning_of(store.root, store.clock).stopped is None
    assert (stop.resumed.by if stop.resumed else "") == "till 2"


def test_a_store_that_is_off_answers_no_round(console: OpenConsole, store: LearningStore) -> None:
    console.post("/learning/off")

    said = console.client.get("/store.json").json()["learning"]

    assert (said["state"], said["refusal"]["rule"]) == ("off", "paused")


def test_measuring_is_paused_for_as_long_as_was_asked(console: OpenConsole, store: LearningStore) -> None:
    answer = console.post("/pause", length="30m", reason="a visitor asks")

    pause = pauses_of(store.root, store.clock).now
    assert answer.headers["location"] == "/#running"
    assert pause is not None
    assert pause.until is not None
    assert (pause.until - store.clock.now()).total_seconds() == 1800
    assert (pause.pressed.by, pause.reason) == ("floor lead", "a visitor asks")


def test_without_a_length_it_lasts_until_somebody_resumes(console: OpenConsole, store: LearningStore) -> None:
    console.post("/pause", length="")
    pause = pauses_of(store.root, store.clock).now
    console.post("/resume", by="till 2")

    after = pauses_of(store.root, store.clock)
    assert pause is not None
    assert pause.until is None
    assert after.now is None
    assert [entry.resumed.by for entry in after.entries if entry.resumed] == ["till 2"]


@pytest.mark.parametrize(
    ("path", "typed", "why"),
    [
        ("/resume", {}, "nothing is paused"),
        ("/learning/on", {}, "learning is on here already"),
        ("/learning/off", {"by": "x"}, "2 to 80 letters"),
        ("/pause", {"length": "soon"}, "a length such as 30m"),
        ("/pause", {"by": ""}, "2 to 80 letters"),
        ("/learning/off", {"reason": "x" * 201}, "at most 200 letters"),
        ("/signs/attest", {"text": "notice-en-1", "until": "2026-12-31"}, "at least one camera"),
        ("/signs/attest", {"camera": "shoppers", "text": "notice-en-1", "until": "soon"}, "a day such as"),
        ("/signs/attest", {"camera": "shoppers", "text": "mine", "until": "2026-12-31"}, "store&#39;s texts"),
        ("/signs/attest", {"camera": "roof", "text": "notice-en-1", "until": "2026-12-31"}, "roof"),
        ("/signs/withdraw", {"camera": "roof"}, "found none"),
    ],
    ids=[
        "not paused",
        "on already",
        "no name",
        "no length",
        "nobody",
        "long reason",
        "no camera",
        "no day",
        "no text",
        "odd camera",
        "no sign",
    ],
)
def test_what_cannot_be_is_not_done_and_the_page_says_why(
    console: OpenConsole, path: str, typed: dict[str, str], why: str
) -> None:
    answer = console.post(path, **typed)

    assert answer.status_code == 409
    assert "That was not done." in answer.text
    assert why in answer.text


def test_a_closed_page_lets_nobody_in_and_changes_nothing_else(
    console: OpenConsole, store: LearningStore
) -> None:
    answer = console.post("/close")

    assert (answer.status_code, console.client.get("/").status_code) == (200, 403)
    assert "This page is closed" in answer.text
    assert pauses_of(store.root, store.clock).now is None


def test_a_sign_that_somebody_saw_is_attested_for_the_cameras_they_named(tmp_path: Path) -> None:
    store = learning_store(tmp_path, attested=False)
    with opened_console(store) as console:
        answer = console.post("/signs/attest", camera="shoppers", text="notice-en-1", until="2026-12-31")

    (sign,) = signs_by_camera(store.root, store.clock)
    assert answer.headers["location"] == "/#running"
    assert (sign.by, sign.text, sign.until) == ("floor lead", "notice-en-1", "2026-12-31")


def test_every_camera_that_was_named_is_attested_and_no_other(tmp_path: Path) -> None:
    store = learning_store(tmp_path, attested=False)
    with store.node.home.site.open("a") as site:
        for name in ("door", "till"):
            site.write(f'\n[[cameras]]\nname = "{name}"\nsource = "rtsp://camera/{name}"\n')
    with opened_console(store) as console:
        named = {"camera": ["door", "till"], "by": "floor lead", "text": "notice-en-1", "until": "2026-12-31"}
        answer = console.client.post(
            "/signs/attest", data={"token": console.form_token} | named, headers={"origin": ADDRESS}
        )

    attested = {sign.camera for sign in signs_by_camera(store.root, store.clock) if sign.is_attested}
    assert (answer.status_code, attested) == (303, {"door", "till"})


def test_a_sign_that_is_gone_closes_its_camera(console: OpenConsole, store: LearningStore) -> None:
    console.post("/signs/withdraw", camera="shoppers")

    (sign,) = signs_by_camera(store.root, store.clock)
    (kept,) = read_kept(store.node.home).attestations
    assert not sign.is_attested
    assert (kept.withdrawn.by if kept.withdrawn else "") == "floor lead"


def test_who_typed_their_role_need_not_type_it_again(console: OpenConsole) -> None:
    console.post("/pause", by="till 2")

    assert 'name="by" value="till 2"' in console.client.get("/").text
