"""One application: the guard before everything, no page about itself."""

from pathlib import Path

from edge_node.console.access import Access
from edge_node.console.app import create_app
from edge_node.console.guard import Guard
from tests.support.clock import FakeClock


def test_the_guard_stands_before_every_route_and_no_page_lists_them(tmp_path: Path) -> None:
    clock = FakeClock()

    app = create_app(tmp_path, clock, access=Access(clock), host="127.0.0.1:1")

    assert [middleware.cls for middleware in app.user_middleware] == [Guard]
    assert (app.openapi_url, app.docs_url, app.redoc_url) == (None, None, None)
