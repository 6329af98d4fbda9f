"""HTTP only where it is safe, problems by name."""

from datetime import UTC, datetime

import httpx
import pytest

from edge_node.errors import UplinkError
from edge_node.uplink.http import BLOCK_BYTES, MAX_ANSWER_BYTES, ask, date_of, open_client, problem_of
from shared.wire.problems import Problem
from tests.support.edge_world import site


def client(answer: httpx.Response | Exception) -> httpx.Client:
    def handle(request: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    return httpx.Client(base_url="http://127.0.0.1", transport=httpx.MockTransport(handle))


@pytest.mark.parametrize(
    "url",
    ["http://leader.example", "http://10.0.0.8:8000", "ftp://127.0.0.1", "leader", "http://127.0.0.1.evil"],
)
def test_plain_http_ends_at_loopback(url: str) -> None:
    with pytest.raises(UplinkError, match="https address, or http on loopback"):
        open_client(url)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://localhost:1", "https://leader.example"])
def test_https_and_loopback_are_taken(url: str) -> None:
    open_client(url).close()


def test_no_redirect_is_followed() -> None:
    with open_client("http://127.0.0.1:8000") as opened:
        assert not opened.follow_redirects


def test_a_loopback_client_ignores_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://192.0.2.1:3128")

    with open_client("http://127.0.0.1:8000") as opened:
        assert not opened.trust_env


def test_a_good_answer_is_its_body() -> None:
    assert ask(client(httpx.Response(200, content=b"{}")), "GET", "/v1/keys") == b"{}"


def test_a_model_is_sent_as_json() -> None:
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(204)

    mock = httpx.Client(base_url="http://127.0.0.1", transport=httpx.MockTransport(handle))

    ask(mock, "PUT", "/v1/layouts", site())

    assert seen[0].headers["content-type"] == "application/json"
    assert seen[0].content.rstrip() == site().model_dump_json().encode()
    assert len(seen[0].content) % BLOCK_BYTES == 0


def test_a_refusal_is_named() -> None:
    problem = Problem("pairing_refused", "expected an unused code")
    answer = httpx.Response(problem.status, json=problem.to_json())

    with pytest.raises(
        UplinkError, match=r"refused /v1/enrolments: pairing_refused \(expected an unused code\)"
    ):
        ask(client(answer), "POST", "/v1/enrolments")


def test_no_answer_is_said() -> None:
    with pytest.raises(UplinkError, match="no answer"):
        ask(client(httpx.ConnectError("refused")), "GET", "/v1/keys")


def test_an_answer_without_end_is_refused() -> None:
    with pytest.raises(UplinkError, match="at most"):
        ask(client(httpx.Response(200, content=bytes(MAX_ANSWER_BYTES + 1))), "GET", "/v1/keys")


@pytest.mark.parametrize("content", [b"", b"<html>", b'{"type": "urn:shoal:problem:invented"}', b"[]"])
def test_an_answer_of_no_known_problem_goes_by_its_status(content: bytes) -> None:
    assert problem_of(httpx.Response(502, content=content)) == "http_502"


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("Mon, 15 Jun 2026 12:00:00 GMT", datetime(2026, 6, 15, 12, 0, tzinfo=UTC)),
        ("", None),
        ("yesterday", None),
        ("Mon, 15 Jun 2026 12:00:00 -0000", None),
    ],
    ids=["dated", "undated", "no date", "of no zone"],
)
def test_an_answers_date_is_read_or_there_is_none(said: str, moment: datetime | None) -> None:
    assert date_of(httpx.Response(200, headers={"date": said})) == moment
