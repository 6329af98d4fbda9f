"""Who may reach what, before there are accounts."""

import pytest

from aggregator.app import create_app
from aggregator.auth import check_binding
from aggregator.errors import HomeError
from aggregator.hub import Hub
from shared.wire.pairing import is_loopback
from tests.support.asgi import running
from tests.support.hub_world import with_pages
from tests.support.people import CHEAP


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost"])
def test_loopback_may_be_served_in_the_clear(host: str) -> None:
    assert is_loopback(host)
    check_binding(host, has_certificate=False)


@pytest.mark.parametrize("host", ["192.0.2.1", "::", "leader.example", "", "127.0.0.1.example"])
def test_anything_else_needs_a_certificate(host: str) -> None:
    check_binding(host, has_certificate=True)

    with pytest.raises(HomeError, match="certificate"):
        check_binding(host, has_certificate=False)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8400", "192.0.2.1:80", ""])
def test_page_asked_for_under_another_name_is_refused(leader_hub: Hub, host: str) -> None:
    with running(create_app(with_pages(leader_hub), passwords=CHEAP)) as client:
        answer = client.get("/hq.json", headers={"host": host})

    assert answer.status_code == 403
    assert "script-src 'self'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("host", ["127.0.0.1:8400", "localhost", "[::1]:8400"])
def test_page_on_this_machine_is_shown(leader_hub: Hub, host: str) -> None:
    with running(create_app(with_pages(leader_hub), passwords=CHEAP)) as client:
        assert client.get("/hq.json", headers={"host": host}).status_code == 200
