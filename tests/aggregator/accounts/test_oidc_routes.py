"""Out to a provider and back, as a browser meets it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from aggregator.app import create_app
from aggregator.hub import Hub
from tests.aggregator.accounts.test_oidc import settings
from tests.support import people
from tests.support.asgi import running
from tests.support.hub_world import with_pages
from tests.support.oidc_provider import CLIENT_SECRET, Provider, providing


@pytest.fixture
def there(leader_hub: Hub) -> Provider:
    return Provider(leader_hub.clock)


@pytest.fixture
def browser(leader_hub: Hub, there: Provider, tmp_path: Path) -> Iterator[httpx.Client]:
    (tmp_path / "secret").write_text(f"{CLIENT_SECRET}\n")
    with providing(there) as issuer:
        oidc = settings(issuer, client_secret_file=str(tmp_path / "secret"))
        hub = with_pages(leader_hub)
        hub = replace(hub, config=hub.config.model_copy(update={"oidc": oidc}))
        with running(create_app(hub, passwords=people.CHEAP)) as client:
            yield client


def back_of(client: httpx.Client, path: str = "/login/provider?next=/hq") -> str:
    """Go to the provider and return the path it sends the browser back to."""
    out = client.get(path)
    answer = httpx.get(out.headers["location"])
    parts = urlsplit(answer.headers["location"])
    return f"{parts.path}?{parts.query}"


@pytest.mark.live
def test_home_with_a_provider_needs_a_sign_in_before_there_is_an_account(browser: httpx.Client) -> None:
    assert browser.get("/hq.json").status_code == 401
    assert 'href="/login/provider' in browser.get("/login").text


@pytest.mark.live
def test_way_out_and_back_opens_a_session(browser: httpx.Client) -> None:
    found = browser.get(back_of(browser))

    assert found.status_code == 200
    assert 'content="0;url=/hq"' in found.text
    assert "kim" in browser.get("/hq", headers={"accept": "text/html"}).text


@pytest.mark.live
def test_state_cookie_goes_out_and_is_taken_back(browser: httpx.Client, there: Provider) -> None:
    out = browser.get("/login/provider").headers["set-cookie"]
    there.clock.advance(2)
    back = browser.get(back_of(browser)).headers.get_list("set-cookie")

    assert "SameSite=lax" in out
    assert "HttpOnly" in out
    assert any("SameSite=strict" in one and "session=" in one for one in back)
    assert any("provider=" in one and "Max-Age=0" in one for one in back)


@pytest.mark.live
def test_answer_of_another_browser_opens_nothing(browser: httpx.Client) -> None:
    path = back_of(browser)
    browser.cookies.clear()

    found = browser.get(path)

    assert found.status_code == 403
    assert "not to a question of this browser" in found.text
    assert browser.get("/hq.json").status_code == 401


@pytest.mark.live
def test_refusal_says_what_does_not_hold_and_nothing_of_the_token(
    browser: httpx.Client, there: Provider
) -> None:
    path = back_of(browser)
    there.defect = "wrong audience"

    found = browser.get(path)

    assert found.status_code == 403
    assert "does not hold" in found.text
    assert "session=" not in " ".join(found.headers.get_list("set-cookie"))


@pytest.mark.live
def test_provider_that_is_away_is_said_to_be(browser: httpx.Client, there: Provider) -> None:
    there.defect = "another issuer's document"

    assert "Expected the provider" in browser.get("/login/provider").text


@pytest.mark.parametrize("path", ["/login/provider", "/login/provider/return"])
def test_without_a_provider_there_is_no_way(leader_hub: Hub, path: str) -> None:
    with running(create_app(with_pages(leader_hub), passwords=people.CHEAP)) as client:
        assert client.get(path).status_code == 404


@pytest.mark.live
def test_way_out_at_every_click_must_wait(browser: httpx.Client) -> None:
    statuses = [browser.get("/login/provider").status_code for _ in range(2)]

    assert statuses == [303, 429]
