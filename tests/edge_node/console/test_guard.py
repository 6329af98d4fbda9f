"""Nothing is told without the session, under another name, or to another page; and nothing may come in."""

import asyncio
from collections.abc import Iterator
from http.cookies import SimpleCookie

import httpx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from starlette.types import Message, Receive, Scope, Send

from edge_node.console.access import Access
from edge_node.console.guard import HEADERS, Guard, cookie_name
from tests.support.console_world import ADDRESS, HOST, OpenConsole, opened_console, served_console
from tests.support.learning_store import LearningStore, learning_store

EVERYTHING = ["/", "/kept", "/kept.json", "/store.json", "/now.json", "/docs", "/openapi.json", "/nowhere"]
DEEDS = ["/learning/off", "/learning/on", "/pause", "/resume", "/close", "/signs/attest", "/signs/withdraw"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> LearningStore:
    return learning_store(tmp_path_factory.mktemp("home"))


@pytest.fixture
def stranger(home: LearningStore) -> Iterator[tuple[httpx.Client, Access]]:
    with served_console(home) as served:
        yield served


@pytest.fixture(scope="module")
def console(home: LearningStore) -> Iterator[OpenConsole]:
    with opened_console(home) as opened:
        yield opened


@pytest.mark.parametrize("path", EVERYTHING)
def test_without_a_session_nothing_is_shown(stranger: tuple[httpx.Client, Access], path: str) -> None:
    answer = stranger[0].get(path)

    assert answer.status_code == 403
    assert "works once" in answer.text


def test_who_has_no_session_reads_so_in_the_browsers_language(
    stranger: tuple[httpx.Client, Access],
) -> None:
    answer = stranger[0].get("/", headers={"accept-language": "de-DE"})

    assert (answer.status_code, '<html lang="de">' in answer.text) == (403, True)


@given(path=st.text(), method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"]))
def test_no_path_and_no_method_leads_around_it(home: LearningStore, path: str, method: str) -> None:
    """Whatever is asked for without a session, at the gate itself: no route behind it is reached."""
    assume(path not in {"/open"} and not path.startswith("/static/"))
    reached: list[str] = []

    async def behind(scope: Scope, _receive: Receive, _send: Send) -> None:
        reached.append(scope["path"])

    answers: list[Message] = []

    async def send(message: Message) -> None:
        answers.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    scope = {"type": "http", "method": method, "path": path, "headers": [(b"host", HOST.encode())]}
    asyncio.run(Guard(behind, access=Access(home.clock), host=HOST)(scope, receive, send))

    assert (reached, answers[0]["status"]) == ([], 403)


@pytest.mark.parametrize("path", DEEDS)
def test_without_a_session_nothing_is_done(stranger: tuple[httpx.Client, Access], path: str) -> None:
    answer = stranger[0].post(path, data={"by": "anybody"}, headers={"origin": ADDRESS})

    assert answer.status_code == 403


@pytest.mark.parametrize("token", ["", "x" * 43])
def test_a_wrong_link_opens_nothing(stranger: tuple[httpx.Client, Access], token: str) -> None:
    answer = stranger[0].get("/open", params={"token": token})

    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)


def test_the_cookie_is_for_this_site_alone_and_no_script_reads_it(
    stranger: tuple[httpx.Client, Access],
) -> None:
    client, access = stranger

    answer = client.get(f"/open?token={access.link}")

    cookie = SimpleCookie(answer.headers["set-cookie"])[cookie_name(HOST)]
    assert answer.status_code == 200
    assert (cookie["samesite"], cookie["httponly"], cookie["path"]) == ("strict", True, "/")
    assert not cookie["domain"]


def test_the_link_leads_the_browser_that_opened_it_back_and_nobody_else(
    stranger: tuple[httpx.Client, Access],
) -> None:
    client, access = stranger
    link = f"/open?token={access.link}"

    client.get(link)
    again = client.get(link)
    client.cookies.clear()
    elsewhere = client.get(link)

    assert (again.status_code, elsewhere.status_code) == (200, 403)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8787", "127.0.0.1", "127.0.0.1:80", ""])
@pytest.mark.parametrize("path", ["/", "/open", "/static/page.css"])
def test_under_another_name_nothing_is_said(console: OpenConsole, host: str, path: str) -> None:
    answer = console.client.get(path, headers={"host": host})

    assert answer.status_code == 421


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:80", "null"])
def test_a_form_of_another_page_does_nothing(console: OpenConsole, origin: str) -> None:
    answer = console.client.post(
        "/pause", data={"token": console.form_token, "by": "anybody"}, headers={"origin": origin}
    )

    assert answer.status_code == 403


def test_a_form_that_does_not_say_where_it_is_from_does_nothing(console: OpenConsole) -> None:
    answer = console.client.post("/pause", data={"token": console.form_token, "by": "anybody"})

    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["/", "/nowhere", "/static/page.css", "/open", "/store.json"])
def test_every_answer_bears_the_headers(console: OpenConsole, path: str) -> None:
    answer = console.client.get(path)

    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_refusals_bear_them_too(stranger: tuple[httpx.Client, Access]) -> None:
    answers = [stranger[0].get("/"), stranger[0].get("/", headers={"host": "evil.example"})]

    assert all(answer.headers["cache-control"] == "no-store" for answer in answers)
    assert all("default-src 'none'" in answer.headers["content-security-policy"] for answer in answers)


def test_nothing_inline_and_nothing_of_others_is_allowed() -> None:
    policy = HEADERS["content-security-policy"]

    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert {source for part in policy.split("; ") for source in part.split()[1:]} == {"'none'", "'self'"}


def test_what_the_default_source_leaves_open_is_closed_by_name() -> None:
    allowed = dict(part.split(" ", 1) for part in HEADERS["content-security-policy"].split("; "))

    closed = {"form-action": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'"}
    assert allowed | closed == allowed


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x-frame-options", "DENY"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ],
)
def test_no_page_is_framed_guessed_at_or_told_of_elsewhere(
    console: OpenConsole, name: str, value: str
) -> None:
    assert console.client.get("/").headers[name] == value


def test_a_cookie_that_is_none_is_no_session(stranger: tuple[httpx.Client, Access]) -> None:
    answer = stranger[0].get("/", headers={"cookie": 'a="\x01; =;'})

    assert answer.status_code == 403


def test_odd_cookies_of_other_programs_here_lock_nobody_out(console: OpenConsole) -> None:
    (ours,) = console.client.cookies.items()

    answer = console.client.get("/", headers={"cookie": f'a/b=1; =; x="\x01; {ours[0]}={ours[1]}; {{c}}'})

    assert answer.status_code == 200


def test_two_consoles_on_one_machine_have_cookies_of_their_own() -> None:
    assert cookie_name("127.0.0.1:1") != cookie_name("127.0.0.1:2")
