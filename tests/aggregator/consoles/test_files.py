"""The files pages are made with are open to all and about nobody."""

from collections.abc import Iterator

import httpx
import pytest

from aggregator.accounts.guard import Anyone, addresses
from aggregator.consoles.plotly_script import plotly_script
from aggregator.consoles.templating import static_address
from tests.support.asgi import running
from tests.support.clock import FakeClock
from tests.support.hq_app import hq_app
from tests.support.releases import NOW, FakePublished


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with running(hq_app(FakePublished(), FakeClock(NOW), None)) as spoken:
        spoken.headers["accept-encoding"] = "identity"
        yield spoken


def test_a_file_named_by_its_content_is_kept_for_ever(client: httpx.Client) -> None:
    answer = client.get(static_address("shoal.css"))

    assert "immutable" in answer.headers["cache-control"]
    assert client.get("/static/shoal.css").headers["cache-control"] == "no-cache"


def test_a_script_of_another_release_is_not_served(client: httpx.Client) -> None:
    assert client.get(f"/static/plotly-{plotly_script().tag}.js").status_code == 200
    assert client.get("/static/plotly-other.js").status_code == 404


@pytest.mark.parametrize("name", ["shoal.css", "early.js", "mark.svg"])
def test_file_is_served_before_the_sign_in(name: str) -> None:
    with running(hq_app(FakePublished(), FakeClock(NOW), None)) as client:
        assert client.get(f"/static/{name}").status_code == 200


def test_nothing_but_files_is_open() -> None:
    app = hq_app(FakePublished(), FakeClock(NOW), None)

    opened = {address.path for address in addresses(app) if isinstance(address.asks, Anyone)}

    assert opened == {"/static/plotly-{tag}.js", "/static/{name}"}
