"""One application: the guard before everything, no page about itself."""

from pathlib import Path

from edge_node.console.access import Access
from edge_node.console.app import create_app
from edge_node.console.guard import HEADERS, Guard
from tests.support.asgi import running
from tests.support.clock import FakeClock


def test_the_guard_stands_before_every_route_and_no_page_lists_them(tmp_path: Path) -> None:
    clock = FakeClock()

    app = create_app(tmp_path, clock, access=Access(clock), host="127.0.0.1:1")

    assert [middleware.cls for middleware in app.user_middleware] == [Guard]
    assert (app.openapi_url, app.docs_url, app.redoc_url) == (None, None, None)


def test_a_failure_is_said_without_its_words_and_under_the_same_headers(tmp_path: Path) -> None:
    clock = FakeClock()
    access = Access(clock)
    app = create_app(tmp_path, clock, access=access, host="127.0.0.1:1")

    def fails() -> None:
        raise RuntimeError(f"{tmp_path} is gone")

    app.add_api_route("/fails", fails)

    with running(app, base_url="http://127.0.0.1:1") as client:
        client.get(f"/open?token={access.link}")
        answer = client.get("/fails")

    assert (answer.status_code, answer.text) == (500, "Something failed here; the log says what.\n")
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
