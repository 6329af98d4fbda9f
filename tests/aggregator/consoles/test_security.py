from fastapi import FastAPI, Response

from aggregator.consoles.security import CONTENT_SECURITY_POLICY, HEADERS, install
from tests.support.asgi import running


def app() -> FastAPI:
    made = FastAPI()
    install(made)

    @made.get("/fine")
    def fine() -> str:
        return "fine"

    @made.get("/kept")
    def kept() -> Response:
        return Response("kept", headers={"cache-control": "max-age=60"})

    return made


def test_every_answer_carries_every_header() -> None:
    with running(app()) as client:
        answers = [client.get("/fine"), client.get("/nowhere"), client.post("/fine")]

    assert all(answer.headers[name] == value for answer in answers for name, value in HEADERS.items())


def test_policy_allows_nothing_inline_and_nothing_foreign() -> None:
    rules = dict(rule.split(" ", 1) for rule in CONTENT_SECURITY_POLICY.split("; "))

    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    assert rules["frame-ancestors"] == "'none'"
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY


def test_answer_that_says_nothing_of_caching_is_kept_nowhere() -> None:
    with running(app()) as client:
        found = [client.get(path).headers["cache-control"] for path in ("/fine", "/nowhere", "/kept")]

    assert found == ["no-store", "no-store", "max-age=60"]
