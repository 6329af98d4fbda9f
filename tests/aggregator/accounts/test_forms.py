"""Forms count only when they come from a page that this session was shown."""

from typing import Annotated

import httpx
import pytest
from fastapi import Depends, FastAPI

from aggregator.accounts.forms import FORM_BYTES, Checked, Form
from aggregator.accounts.guard import Access, install
from aggregator.accounts.sessions import form_token
from aggregator.app import _answer_errors_as_problems
from tests.support.asgi import running
from tests.support.hq_app import uncounted, unnoted

COOKIE = {"cookie": "shoal-leader-session=a-token"}


def app() -> FastAPI:
    made = FastAPI()
    install(made, Access(lambda _token: None, "leader", unnoted, uncounted))
    _answer_errors_as_problems(made)

    @made.post("/deed")
    def deed(form: Annotated[Form, Depends(Checked("session"))]) -> list[str]:
        return [form.one("name"), *form.all("group")]

    return made


def post(values: object, headers: dict[str, str] = COOKIE) -> httpx.Response:
    with running(app()) as client:
        return client.post("/deed", data=values, headers=headers)


def test_form_of_this_session_is_read() -> None:
    found = post({"token": form_token("a-token"), "name": "mara", "group": ["north", "", "south"]})

    assert found.json() == ["mara", "north", "south"]


@pytest.mark.parametrize(
    ("values", "headers"),
    [
        ({"name": "mara"}, COOKIE),
        ({"token": form_token("another"), "name": "mara"}, COOKIE),
        ({"token": "é", "name": "mara"}, COOKIE),
        ({"token": form_token(""), "name": "mara"}, {}),
        ({"token": form_token("a-token")}, {"cookie": "shoal-helper-session=a-token"}),
        ({"token": form_token("a-token")}, {"cookie": "shoal-leader-half=a-token"}),
    ],
    ids=["no token", "another session", "no ASCII", "no cookie", "the other aggregator", "half a session"],
)
def test_any_other_form_is_refused(values: object, headers: dict[str, str]) -> None:
    found = post(values, headers)

    assert found.status_code == 400
    assert "earlier visit" in found.json()["detail"]


def test_form_beyond_the_bound_is_refused() -> None:
    assert post({"token": form_token("a-token"), "name": "x" * FORM_BYTES}).status_code == 413


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{}", "application/json", 415),
        (b"token=\xff", "application/x-www-form-urlencoded", 400),
        (b"a=1&" * 600, "application/x-www-form-urlencoded", 400),
    ],
    ids=["JSON", "bytes", "too many fields"],
)
def test_anything_but_a_form_is_refused(content: bytes, kind: str, status: int) -> None:
    with running(app()) as client:
        found = client.post("/deed", content=content, headers=COOKIE | {"content-type": kind})

    assert found.status_code == status


def test_field_that_was_not_sent_is_empty() -> None:
    assert Form({}).one("name") == ""
    assert Form({}).all("name") == []
