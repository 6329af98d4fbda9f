"""The door: who is let in, how the others are answered, and that no address can be forgotten."""

from typing import Annotated

import pytest
from fastapi import Depends, FastAPI, Request, Response

from aggregator.accounts.guard import (
    SIGN_IN,
    Access,
    Anyone,
    addresses,
    expect_declared,
    install,
    needs,
    person,
    refusal,
)
from aggregator.accounts.person import HERE, Person
from aggregator.errors import AggregatorError
from shared.ids import SiteId
from tests.support.asgi import running
from tests.support.hq_app import uncounted, unnoted

ANALYST = Person("mara", "hq_analyst", frozenset({"north"}), frozenset({SiteId("old-market")}), 1)
FOR_A_PERSON = {"accept": "text/html"}


def app_for(who: Person | None, noted: list[tuple[str, str]] | None = None) -> FastAPI:
    app, seen = FastAPI(docs_url=None, redoc_url=None, openapi_url=None), [] if noted is None else noted
    install(
        app,
        Access(lambda _token: who, "leader", lambda asked, by: seen.append((asked.url.path, by)), uncounted),
    )

    @app.get("/numbers")
    def numbers(reader: Annotated[Person, Depends(needs("read_insights"))]) -> str:
        return reader.name

    @app.post("/accounts")
    def accounts(_reader: Annotated[Person, Depends(needs("manage_accounts"))]) -> str:
        return "done"

    @app.get("/group/{name}")
    def group(name: str, request: Request) -> str:
        return person(request, "read_insights", group=name).name

    @app.get("/open")
    def opened(reader: Annotated[Person | None, Depends(Anyone())]) -> str:
        return "nobody" if reader is None else reader.name

    return app


def test_somebody_with_the_right_is_let_in() -> None:
    with running(app_for(ANALYST)) as client:
        assert client.get("/numbers").json() == "mara"


def test_nobody_is_led_to_the_sign_in_and_back() -> None:
    with running(app_for(None)) as client:
        answer = client.get("/numbers?site=x&level=day", headers=FOR_A_PERSON)

    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"{SIGN_IN}?next=%2Fnumbers%3Fsite%3Dx%26level%3Dday",
    )


def test_program_without_a_session_gets_401() -> None:
    with running(app_for(None)) as client:
        answer = client.get("/numbers")

    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
    assert answer.headers["www-authenticate"]


def test_role_without_the_right_gets_403_that_names_both() -> None:
    with running(app_for(ANALYST)) as client:
        answer = client.post("/accounts")

    assert answer.status_code == 403
    assert answer.json()["detail"] == "the role hq analyst may not manage accounts"


def test_person_without_the_right_gets_a_page_that_says_so() -> None:
    with running(app_for(ANALYST)) as client:
        answer = client.post("/accounts", headers=FOR_A_PERSON)

    assert answer.status_code == 403
    assert "may not manage accounts" in answer.text
    assert "mara" in answer.text


def test_home_without_accounts_is_read_but_no_deed_is_done() -> None:
    with running(app_for(HERE)) as client:
        assert client.get("/numbers").status_code == 200
        assert "shoal hub account add" in client.post("/accounts").json()["detail"]


@pytest.mark.parametrize(("group", "status"), [("north", 200), ("south", 404)], ids=["own", "foreign"])
def test_store_group_of_others_does_not_exist(group: str, status: int) -> None:
    with running(app_for(ANALYST)) as client:
        assert client.get(f"/group/{group}").status_code == status


def test_open_address_is_open_to_nobody_too() -> None:
    with running(app_for(None)) as client:
        assert client.get("/open").json() == "nobody"


def test_address_without_a_right_stops_the_application() -> None:
    app = app_for(None)

    with pytest.raises(AggregatorError, match="got none for /group/"):
        expect_declared(app)


def test_addresses_say_what_they_ask() -> None:
    asks = {address.path: address.asks for address in addresses(app_for(None))}

    assert asks == {
        "/numbers": "read_insights",
        "/accounts": "manage_accounts",
        "/group/{name}": None,
        "/open": Anyone(),
    }


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("who", [None, HERE], ids=["accounts", "no accounts"])
def test_other_machines_see_pages_by_tls_and_once_there_are_accounts(scheme: str, who: Person | None) -> None:
    base = f"{scheme}://leader.example"

    with running(app_for(who), base_url=base, client=("192.0.2.7", 9)) as remote:
        status = remote.get("/open").status_code

    assert status == (200 if who is None and scheme == "https" else 403)


@pytest.mark.parametrize(("scheme", "prefix"), [("http", ""), ("https", "__Host-")])
def test_cookie_is_bound_to_the_host_under_tls(scheme: str, prefix: str) -> None:
    scope = {"type": "http", "scheme": scheme, "server": ("127.0.0.1", 1), "path": "/", "headers": []}

    assert (
        Access(lambda _token: None, "helper", unnoted, uncounted).cookie(Request(scope))
        == f"{prefix}shoal-helper-session"
    )


def test_whoever_is_let_in_to_look_is_noted_by_name() -> None:
    noted: list[tuple[str, str]] = []

    with running(app_for(ANALYST, noted)) as client:
        client.get("/numbers")
        client.get("/open")
        client.post("/accounts")

    assert noted == [("/numbers", "mara")]


def test_whoever_is_not_let_in_leaves_no_reading() -> None:
    noted: list[tuple[str, str]] = []

    with running(app_for(None, noted)) as client:
        client.get("/numbers")

    assert noted == []


@pytest.mark.parametrize(
    ("who", "back"),
    [(ANALYST, 'href="/account"'), (HERE, 'href="/"'), (None, 'href="/"')],
    ids=["an analyst", "no accounts", "nobody"],
)
def test_refusal_is_a_page_for_a_person_and_leads_somewhere(who: Person | None, back: str) -> None:
    app = app_for(who)

    @app.get("/lost")
    def lost(request: Request) -> Response:
        return refusal(request, 404, "expected something else")

    with running(app) as client:
        page, problem = client.get("/lost", headers=FOR_A_PERSON), client.get("/lost")

    assert (page.status_code, problem.status_code) == (404, 404)
    assert "expected something else." in page.text
    assert back in page.text
    assert problem.json()["detail"] == "expected something else"
