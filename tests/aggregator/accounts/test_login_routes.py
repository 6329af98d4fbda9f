"""The pages of signing in, as a browser without scripts meets them."""

import httpx
import pytest

from aggregator.accounts.directory import expect
from aggregator.accounts.sessions import form_token
from aggregator.app import create_app
from aggregator.database import writing
from aggregator.hub import Hub
from tests.support import people
from tests.support.asgi import running
from tests.support.audited import noted
from tests.support.hub_world import with_pages
from tests.support.people import PASSWORD
from tests.support.visitor import HTML, Visitor


def test_whole_way_leads_to_what_was_asked_for(mara: Visitor) -> None:
    asked = mara.client.get("/hq?period=28d", headers=HTML)
    mara.sign_in()
    mara.post("/hq", "/logout")
    done = mara.sign_in(next_path="/hq?period=28d")

    assert asked.headers["location"] == "/login?next=%2Fhq%3Fperiod%3D28d"
    assert (done.status_code, done.headers["location"]) == (303, "/hq?period=28d")
    assert "mara" in mara.get("/hq").text


def test_first_sign_in_shows_recovery_codes_once(mara: Visitor) -> None:
    done = mara.sign_in()

    assert done.status_code == 200
    assert done.text.count("<li><code>") == 10
    assert mara.get("/hq").status_code == 200


def test_session_cookie_is_for_this_site_and_no_script(mara: Visitor) -> None:
    mara.sign_in()
    mara.post("/hq", "/logout")
    cookies = [one for one in mara.sign_in().headers.get_list("set-cookie") if "session=" in one]

    assert len(cookies) == 1
    for word in ("HttpOnly", "SameSite=strict", "Path=/", "Max-Age=28800"):
        assert word in cookies[0]
    assert "Secure" not in cookies[0]


def test_under_tls_cookies_are_secure_and_bound_to_the_host(leader_hub: Hub) -> None:
    people.add(leader_hub, "mara", "hq_analyst")

    with running(
        create_app(with_pages(leader_hub), passwords=people.CHEAP), base_url="https://hq.example"
    ) as client:
        cookie = client.get("/login").headers["set-cookie"]

    assert cookie.startswith("__Host-shoal-leader-form=")
    assert "Secure" in cookie
    assert "Domain" not in cookie


def test_sign_out_ends_the_session_here_too(mara: Visitor) -> None:
    mara.sign_in()
    kept = dict(mara.client.cookies)

    out = mara.post("/hq", "/logout")

    assert out.headers["location"] == "/login"
    assert httpx.Cookies(kept) != mara.client.cookies
    again = mara.client.get("/hq.json", headers={"cookie": "; ".join(f"{a}={b}" for a, b in kept.items())})
    assert again.status_code == 401


@pytest.mark.parametrize(("name", "password"), [("mara", "wrong"), ("nobody", PASSWORD)])
def test_wrong_name_and_wrong_password_look_alike(mara: Visitor, name: str, password: str) -> None:
    found = mara.post("/login", "/login", name=name, password=password)

    assert found.status_code == 401
    assert "The name or the password is not right, or the account is disabled." in found.text
    assert "half" not in " ".join(found.headers.get_list("set-cookie"))


def test_too_many_tries_are_told_to_wait(mara: Visitor) -> None:
    answers = [mara.post("/login", "/login", name="mara", password="wrong") for _ in range(6)]

    assert [one.status_code for one in answers] == [401] * 5 + [429]
    assert "Too many tries" in answers[5].text


def test_wrong_code_is_said_and_the_page_stays(mara: Visitor) -> None:
    mara.sign_in()
    mara.post("/hq", "/logout")
    onward = mara.post("/login", "/login", name="mara", password=PASSWORD).headers["location"]

    found = mara.post(onward, "/login/code", code="000000")

    assert found.status_code == 401
    assert "This code is not right" in found.text


@pytest.mark.parametrize("path", ["/login/code", "/login/enrol", "/login/password"])
def test_second_step_without_a_first_leads_back(mara: Visitor, path: str) -> None:
    assert mara.client.get(path).headers["location"] == "/login"


@pytest.mark.parametrize(
    "path", ["https://evil.example/", "//evil.example", "/\\evil.example", "/login?x", "javascript:alert(1)"]
)
def test_nobody_is_sent_elsewhere(mara: Visitor, path: str) -> None:
    mara.sign_in()
    mara.post("/hq", "/logout")

    assert mara.sign_in(next_path=path).headers["location"] == "/"


def test_sign_in_page_of_somebody_signed_in_leads_on(mara: Visitor) -> None:
    mara.sign_in()

    assert mara.client.get("/login?next=/hq").headers["location"] == "/hq"


def test_form_of_another_site_is_refused(mara: Visitor) -> None:
    mara.get("/login")

    found = mara.client.post("/login", data={"name": "mara", "password": PASSWORD}, headers=HTML)

    assert found.status_code == 400
    assert "this form is of an earlier visit; open its page again" in found.text
    assert found.text.startswith("<!doctype html>")


def test_handed_over_password_is_changed_on_the_way(mara: Visitor, leader_hub: Hub) -> None:
    people.directory(leader_hub).reset("mara", "handed over in a letter", is_handed_over=True)
    mara.sign_in("handed over in a letter")

    differs = mara.post(
        "/login/password", "/login/password", password="a lighthouse of mine", again="another"
    )
    weak = mara.post("/login/password", "/login/password", password="short", again="short")
    done = mara.post(
        "/login/password", "/login/password", password="a lighthouse of mine", again="a lighthouse of mine"
    )

    assert (differs.status_code, weak.status_code, done.status_code) == (422, 422, 303)
    assert mara.get("/hq").status_code == 200


def test_what_happened_is_noted_by_name_and_failures_are_counted(mara: Visitor, leader_hub: Hub) -> None:
    mara.post("/login", "/login", name="mara", password="wrong")
    mara.sign_in()
    mara.post("/hq", "/logout")

    steps = [(one.subject, one.detail["step"]) for one in noted(leader_hub, "login")]
    assert steps == [("mara", "second factor set up"), ("mara", "signed in"), ("mara", "signed out")]


def test_pages_hold_nothing_inline_and_are_kept_nowhere(mara: Visitor) -> None:
    onward = mara.post("/login", "/login", name="mara", password=PASSWORD).headers["location"]

    for path in ("/login", onward):
        found = mara.client.get(path)
        assert found.headers["cache-control"] == "no-store"
        assert "style=" not in found.text
        assert "onclick" not in found.text


def test_home_without_accounts_has_no_sign_in(leader_hub: Hub) -> None:
    with running(create_app(with_pages(leader_hub), passwords=people.CHEAP)) as client:
        assert client.get("/login").headers["location"] == "/"


@pytest.mark.parametrize("path", ["/login/code", "/login/enrol", "/login/password"])
def test_second_step_that_took_too_long_begins_again(mara: Visitor, leader_hub: Hub, path: str) -> None:
    token = people.token(leader_hub, "mara", "code")
    mara.client.cookies.set("shoal-leader-half", token)
    leader_hub.clock.advance(600)

    fields = {"token": form_token(token), "code": "000000", "password": "a new lighthouse", "next": "/hq"}
    found = mara.client.post(path, data={**fields, "again": "a new lighthouse"})

    assert (found.status_code, found.headers["location"]) == (303, "/login?next=%2Fhq")


def test_app_set_up_in_another_home_is_said_to_need_a_reset(mara: Visitor, leader_hub: Hub) -> None:
    mara.sign_in()
    mara.post("/hq", "/logout")
    with writing(leader_hub.engine) as session:
        account = expect(session, "mara")
        account.totp = bytes(64)
        session.add(account)

    onward = mara.post("/login", "/login", name="mara", password=PASSWORD).headers["location"]
    found = mara.post(onward, "/login/code", code="000000")

    assert found.status_code == 422
    assert "reset the account" in found.text
