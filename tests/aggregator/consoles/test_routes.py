import asyncio
from collections.abc import Iterator
from html.parser import HTMLParser

import httpx
import pytest
from fastapi import FastAPI
from typing_extensions import override

from aggregator.accounts import guard
from aggregator.accounts.person import HERE, Person
from aggregator.consoles.plotly_script import plotly_script
from aggregator.consoles.routes import router
from shared.ids import SiteId
from tests.support.asgi import running
from tests.support.clock import FakeClock
from tests.support.hq_app import hq_app, uncounted, unnoted
from tests.support.releases import NOW, FakePublished, published


class Page(HTMLParser):
    """Counts elements, and remembers ids and addresses."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        named = dict(attrs)
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [named[name] or "" for name in ("href", "src") if name in named]


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with running(hq_app(published(), FakeClock(NOW))) as spoken:
        spoken.headers["accept-encoding"] = "identity"
        yield spoken


def test_root_leads_to_the_page(client: httpx.Client) -> None:
    assert client.get("/").headers["location"] == "/hq"


def test_filters_survive_the_way_from_the_root(client: httpx.Client) -> None:
    assert client.get("/?site=altona").headers["location"] == "/hq?site=altona"


def test_page_is_complete_without_scripts(client: httpx.Client) -> None:
    found = Page(client.get("/hq").text)

    assert found.tags.count("table") == 13
    assert found.tags.count("article") == 10
    assert found.tags.count("form") == 2


def test_ids_are_unique(client: httpx.Client) -> None:
    ids = Page(client.get("/hq").text).ids

    assert len(ids) == len(set(ids))


def test_every_link_of_the_page_leads_somewhere(client: httpx.Client) -> None:
    found = Page(client.get("/hq?site=s02").text)
    local = {link for link in found.links if not link.startswith("#")}

    answers = {
        link: client.get(link if link.startswith("/") else f"/hq{link}", follow_redirects=True).status_code
        for link in local
    }

    assert set(answers.values()) == {200}
    assert {link[1:] for link in found.links if link.startswith("#")} <= set(found.ids)


def test_json_twin_is_the_same_page(client: httpx.Client) -> None:
    page, twin = client.get("/hq?site=s02").text, client.get("/hq.json?site=s02").json()

    assert twin["title"] == "Shoal Barmbek"
    assert all(card["value"] in page for card in twin["cards"])


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [("site=s99", 404, "s99"), ("from=2026-02-30", 422, "from"), ("period=decade", 422, "period")],
)
def test_refused_view_is_a_page_in_words(client: httpx.Client, query: str, status: int, says: str) -> None:
    found = client.get(f"/hq?{query}")

    assert found.status_code == status
    assert "This view cannot be shown" in found.text
    assert says in found.text


def test_refusal_names_the_parameter_and_no_type(client: httpx.Client) -> None:
    found = client.get("/hq?period=decade")

    assert "<p>period: input should be" in found.text


def test_script_in_an_address_is_shown_as_text(client: httpx.Client) -> None:
    found = client.get("/hq", params={"site": "<script>alert(1)</script>"})

    assert "<script>alert" not in found.text


def test_plotly_is_served_compressed_to_those_who_take_it() -> None:
    address = f"/static/plotly-{plotly_script().tag}.js"

    plain, packed = asyncio.run(fetched(address, "identity")), asyncio.run(fetched(address, "gzip"))

    assert plain.content == packed.content == plotly_script().plain
    assert packed.headers["content-encoding"] == "gzip"
    assert "immutable" in packed.headers["cache-control"]


async def fetched(address: str, encoding: str) -> httpx.Response:
    transport = httpx.ASGITransport(hq_app(FakePublished(), FakeClock(NOW)))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        return await client.get(address, headers={"accept-encoding": encoding})


@pytest.mark.parametrize("name", ["plotly-0000.js", "nothing.js", "routes.py"])
def test_other_files_are_not_found(client: httpx.Client, name: str) -> None:
    assert client.get(f"/static/{name}").status_code == 404


def test_page_without_a_policy_still_stands() -> None:
    app = FastAPI()
    guard.install(app, guard.Access(lambda _token: HERE, "leader", unnoted, uncounted))
    app.include_router(router(FakePublished(), FakeClock(NOW)))

    with running(app) as client:
        found = client.get("/hq")

    assert found.status_code == 200
    assert "No store is paired yet" in found.text
    assert "cannot be stated" in found.text


def test_page_says_that_there_are_no_accounts(client: httpx.Client) -> None:
    assert "no accounts: shown on this machine only" in client.get("/hq").text
    assert "no accounts: shown on this machine only" in client.get("/hq?site=s99").text


@pytest.mark.parametrize("path", ["/hq", "/hq.json"])
def test_page_names_only_the_stores_of_ones_groups(path: str) -> None:
    held, one = published(), SiteId("s01")
    reader = Person("mara", "hq_analyst", frozenset({"north"}), frozenset({one, SiteId("s02")}), 1)

    with running(hq_app(held, FakeClock(NOW), reader)) as spoken:
        text = spoken.get(path).text

    shown = {site for site, layout in held.layouts().items() if layout.site_name in text}
    assert shown == reader.sites
    assert "Your stores" in text
    assert "All stores" not in text


def test_page_names_its_reader_and_offers_the_way_out() -> None:
    reader = Person("mara", "hq_analyst", frozenset({"all"}), None, 1, "a-token")

    with running(hq_app(published(), FakeClock(NOW), reader)) as spoken:
        text = spoken.get("/hq").text

    assert "mara" in text
    assert 'action="/logout"' in text
    assert "a-token" in text
