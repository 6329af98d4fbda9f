"""A form is read up to a bound, and only with the token that the session's page bears."""

from collections.abc import Iterator

import pytest

from edge_node.console.forms import MOST_BYTES
from tests.support.console_world import ADDRESS, OpenConsole, opened_console
from tests.support.learning_store import learning_store

FROM_HERE = {"origin": ADDRESS}


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenConsole]:
    with opened_console(learning_store(tmp_path_factory.mktemp("home"))) as opened:
        yield opened


@pytest.mark.parametrize("token", ["", "x" * 43])
def test_without_the_pages_token_nothing_is_done(console: OpenConsole, token: str) -> None:
    answer = console.client.post("/pause", data={"token": token, "by": "floor lead"}, headers=FROM_HERE)

    assert answer.status_code == 403
    assert console.client.get("/store.json").json()["health"]["pause"] is None


def test_white_space_around_what_was_typed_is_left_out(console: OpenConsole) -> None:
    console.post("/pause", by="  till 2 ", length="1m")
    pauses = console.client.get("/store.json").json()["health"]["pauses"]
    console.post("/resume")

    assert [pause["pressed"]["by"] for pause in pauses] == ["till 2"]


def test_what_is_no_form_is_refused(console: OpenConsole) -> None:
    answer = console.client.post("/pause", json={"token": console.form_token}, headers=FROM_HERE)

    assert answer.status_code == 415


def test_a_form_without_a_kind_is_refused(console: OpenConsole) -> None:
    answer = console.client.post("/pause", content=b"a=b", headers=FROM_HERE)

    assert answer.status_code == 415


def test_a_form_that_is_too_long_is_refused(console: OpenConsole) -> None:
    answer = console.post("/pause", reason="x" * MOST_BYTES)

    assert answer.status_code == 413


@pytest.mark.parametrize("body", [b"\xff=1", b"&a=" * 90], ids=["not text", "too many fields"])
def test_a_form_that_cannot_be_read_is_refused(console: OpenConsole, body: bytes) -> None:
    kind = {"content-type": "application/x-www-form-urlencoded"}

    answer = console.client.post("/pause", content=body, headers=FROM_HERE | kind)

    assert answer.status_code == 400
