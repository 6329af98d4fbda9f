from collections.abc import Iterator

import httpx
import pytest

from aggregator.accounts.person import Person
from shared.ids import SiteId
from tests.support.asgi import running
from tests.support.clock import FakeClock
from tests.support.hq_app import hq_app
from tests.support.releases import NOW, Chain, FakePublished, published

NAMES = [
    *("summary", "footfall", "occupancy", "dwell", "heatmap", "stores", "zones", "coverage"),
    *("queue", "queue_hours", "waits", "funnel", "flow", "returns", "shelves", "groups"),
]


OWN = Person("mara", "hq_analyst", frozenset({"north"}), frozenset({SiteId("s01"), SiteId("s02")}), 1)
"""Somebody with two of the six stores."""


@pytest.fixture(scope="module")
def own() -> Iterator[httpx.Client]:
    with running(hq_app(published(Chain(packs=("zones-by-cohort",))), FakeClock(NOW), OWN)) as spoken:
        yield spoken


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with running(hq_app(published(), FakeClock(NOW))) as spoken:
        yield spoken


@pytest.mark.parametrize("name", NAMES)
def test_insight_answers_with_what_it_is_about(client: httpx.Client, name: str) -> None:
    found = client.get(
        f"/api/v1/insights/{name}", params={"site": "s02", "from": "2026-11-17", "to": "2026-11-19"}
    )

    assert found.status_code == 200
    assert found.json()["about"]["sites"] == ["s02"]
    assert found.json()["about"]["from"] == "2026-11-17"


@pytest.mark.parametrize("name", NAMES[1:])
def test_table_has_a_csv_twin(client: httpx.Client, name: str) -> None:
    found = client.get(f"/api/v1/insights/{name}.csv")

    assert found.status_code == 200
    assert found.headers["content-type"].startswith("text/csv")
    assert len(found.text.splitlines()) > 2


@pytest.mark.parametrize("name", NAMES)
def test_nothing_published_is_an_answer_without_numbers(name: str) -> None:
    with running(hq_app(FakePublished(), FakeClock(NOW))) as client:
        found = client.get(f"/api/v1/insights/{name}")

    assert found.status_code == 200
    assert '"value"' not in found.text


def test_unknown_site_is_not_found(client: httpx.Client) -> None:
    found = client.get("/api/v1/insights/summary?site=s99")

    assert found.status_code == 404
    assert "s99" in found.text


@pytest.mark.parametrize(
    "query",
    ["from=2026-11-20&to=2026-11-01", "period=decade", "from=yesterday"],
    ids=["backwards", "name", "day"],
)
def test_days_that_make_no_period_are_refused(client: httpx.Client, query: str) -> None:
    assert client.get(f"/api/v1/insights/summary?{query}").status_code == 422


def test_hour_level_gives_hours(client: httpx.Client) -> None:
    found = client.get("/api/v1/insights/footfall?period=day&level=hour").json()

    assert all(":" in point["label"] for point in found["points"])


@pytest.mark.parametrize("suffix", ["", ".csv"], ids=["json", "csv"])
@pytest.mark.parametrize("name", NAMES[1:])
def test_no_insight_names_a_store_outside_ones_groups(own: httpx.Client, name: str, suffix: str) -> None:
    every = published().layouts()
    foreign = {word for site in list(every)[2:] for word in (site, every[site].site_name)}

    found = own.get(f"/api/v1/insights/{name}{suffix}")

    assert found.status_code == 200
    assert {word for word in foreign if word in found.text} == set()


def test_store_outside_ones_groups_is_as_unknown_as_none(own: httpx.Client) -> None:
    foreign, none = (own.get(f"/api/v1/insights/summary?site={site}") for site in ("s05", "s99"))

    assert (foreign.status_code, none.status_code) == (404, 404)
    assert foreign.json()["detail"].replace("s05", "s99") == none.json()["detail"]


def test_all_stores_are_ones_own(own: httpx.Client) -> None:
    assert own.get("/api/v1/insights/summary").json()["about"]["sites"] == ["s01", "s02"]


def test_sums_over_the_chain_are_withheld_from_whom_sees_a_part(own: httpx.Client) -> None:
    found = own.get("/api/v1/insights/zones").json()

    assert found["zones"]
    assert {line["visits"]["number"] for line in found["zones"]} == {None}
