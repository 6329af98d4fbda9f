import httpx
import pytest

from aggregator.compliance.views import VIEWS, views_of
from aggregator.hub import Hub
from shared.wire.codec import Role
from tests.support.hub_world import Party, serving, with_pages

ADDRESSES = [path.replace("{purpose}", "zones") for path in views_of("leader")]
ALONE = [path for path, view in VIEWS.items() if view.is_office_only and "{" not in path]
QUERIES = {"changes": "?before=1&after=1"}


@pytest.mark.parametrize("role", ["leader", "helper"])
@pytest.mark.parametrize("path", ADDRESSES)
def test_every_page_has_its_data_beside_it(role: Role, path: str, leader_hub: Hub, helper_hub: Hub) -> None:
    hub, query = (leader_hub if role == "leader" else helper_hub), QUERIES.get(path, "")

    with serving(with_pages(hub)) as party:
        page, twin = get(party, path + query), get(party, f"{path}.json{query}").json()
        tables = [get(party, f"{path}/{sheet['key']}.csv{query}").text for sheet in twin["sheets"]]

    assert twin["title"] in page.text
    assert [table.splitlines()[0].count(",") + 1 for table in tables] == [
        len(sheet["header"]) for sheet in twin["sheets"]
    ]


def test_every_link_of_every_page_leads_somewhere(helper_hub: Hub) -> None:
    with serving(with_pages(helper_hub)) as party:
        pages = [get(party, path + QUERIES.get(path, "")).text for path in (*ADDRESSES, *ALONE)]
        found = {
            part.split('"')[0].replace("&amp;", "&") for text in pages for part in text.split('href="')[1:]
        }
        answers = {
            link: party.client.get(link, follow_redirects=True).status_code
            for link in found
            if link[0] == "/"
        }

    assert set(answers.values()) == {200}


def test_a_view_that_cannot_be_shown_is_a_page_in_words(helper_hub: Hub) -> None:
    with serving(with_pages(helper_hub)) as party:
        found = party.client.get("/compliance/policies/mood")

    assert found.status_code == 404
    assert "This view cannot be shown" in found.text


def test_a_table_that_is_not_there_is_refused(helper_hub: Hub) -> None:
    with serving(with_pages(helper_hub)) as party:
        found = party.client.get("/compliance/overview/secrets.csv")

    assert found.status_code == 404
    assert found.json()["detail"] == "expected one of attention, got 'secrets'"


def test_the_office_begins_at_its_console(helper_hub: Hub) -> None:
    with serving(with_pages(helper_hub)) as party:
        ways = [party.client.get(path).headers["location"] for path in ("/", "/compliance")]

    assert ways == ["/compliance", "/compliance/overview"]


def get(party: Party, path: str) -> httpx.Response:
    found = party.client.get(f"/compliance/{path}")
    assert found.status_code == 200, path
    return found
