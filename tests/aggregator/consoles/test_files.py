from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI

from aggregator.consoles.files import router
from aggregator.consoles.plotly_script import plotly_script
from aggregator.consoles.templating import static_address
from tests.support.asgi import running


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    app = FastAPI()
    app.include_router(router())
    with running(app) as spoken:
        spoken.headers["accept-encoding"] = "identity"
        yield spoken


def test_a_file_named_by_its_content_is_kept_for_ever(client: httpx.Client) -> None:
    answer = client.get(static_address("shoal.css"))

    assert "immutable" in answer.headers["cache-control"]
    assert client.get("/static/shoal.css").headers["cache-control"] == "no-cache"


def test_a_script_of_another_release_is_not_served(client: httpx.Client) -> None:
    assert client.get(f"/static/plotly-{plotly_script().tag}.js").status_code == 200
    assert client.get("/static/plotly-other.js").status_code == 404
