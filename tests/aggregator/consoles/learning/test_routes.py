"""The page of learning over HTTP: its JSON twin, who may read it, and the way back to an older model."""

from collections.abc import Iterator

import httpx
import pytest

from aggregator.accounts.sessions import form_token
from aggregator.database import reading, writing
from aggregator.federated import lineage
from aggregator.hub import Hub
from aggregator.release.published import PublishedReleases
from shared.ids import SiteId
from tests.support.audited import noted
from tests.support.hub_world import Party, serving, with_pages
from tests.support.learning_rows import completed, model
from tests.support.people import add, token
from tests.support.releases import layout_of

ADDRESS = "/hq/learning"


@pytest.fixture
def hq(leader_hub: Hub) -> Iterator[Party]:
    with writing(leader_hub.engine) as session:
        session.add_all([completed(1), model(1, "start", 0), model(2, "round", 1)])
    for name, role in (("hq", "hq_analyst"), ("till", "store_manager"), ("tec", "technician")):
        add(leader_hub, name, role)
    with serving(with_pages(leader_hub)) as party:
        yield party


def ask(party: Party, name: str, method: str, path: str, **fields: str) -> httpx.Response:
    session = token(party.hub, name)
    cookie = {"cookie": f"shoal-leader-session={session}"}
    data = {"token": form_token(session), **fields}
    if method == "get":
        return party.client.get(path, headers=cookie)
    return party.client.post(path, headers=cookie, data=data)


def test_page_and_twin_say_the_same(hq: Party) -> None:
    page, twin = (ask(hq, "hq", "get", path) for path in (ADDRESS, f"{ADDRESS}.json"))

    assert (page.status_code, twin.status_code) == (200, 200)
    assert twin.json()["title"] in page.text
    assert all(card["value"] in page.text for card in twin.json()["cards"])


@pytest.mark.parametrize("is_invented", [True, False], ids=["invented", "real"])
def test_invented_stores_are_called_so(hq: Party, monkeypatch: pytest.MonkeyPatch, is_invented: bool) -> None:
    held = {SiteId("s01"): layout_of(0, simulated=is_invented)}
    monkeypatch.setattr(PublishedReleases, "layouts", lambda _: held)

    page, twin = (ask(hq, "hq", "get", path) for path in (ADDRESS, f"{ADDRESS}.json"))

    assert ("<strong>Simulated.</strong>" in page.text) is is_invented
    assert twin.json()["simulated"] is is_invented


@pytest.mark.parametrize(("name", "status"), [("hq", 200), ("till", 200), ("tec", 403)])
def test_it_is_read_by_who_reads_numbers(hq: Party, name: str, status: int) -> None:
    assert ask(hq, name, "get", ADDRESS).status_code == status


def test_an_analyst_goes_back_and_the_log_says_who(hq: Party) -> None:
    answer = ask(hq, "hq", "post", f"{ADDRESS}/back", round="0")

    assert (answer.status_code, answer.headers["location"]) == (303, ADDRESS)
    with reading(hq.hub.engine) as session:
        made = lineage.models(session)[-1]
    assert (made.made_by, made.round) == ("rollback", 0)
    assert [one.detail for one in noted(hq.hub, "release")] == [
        {"event": "model rolled back", "round": 0, "by": "hq"}
    ]


def test_a_manager_is_not_offered_the_way_back_and_may_not_take_it(hq: Party) -> None:
    assert "Go back to it" not in ask(hq, "till", "get", ADDRESS).text
    assert ask(hq, "till", "post", f"{ADDRESS}/back", round="0").status_code == 403


@pytest.mark.parametrize("wanted", ["7", "x", "", "9" * 30], ids=["unknown", "word", "nothing", "huge"])
def test_a_round_that_made_no_model_moves_nothing(hq: Party, wanted: str) -> None:
    answer = ask(hq, "hq", "post", f"{ADDRESS}/back", round=wanted)

    assert answer.status_code == 409
    with reading(hq.hub.engine) as session:
        assert len(lineage.models(session)) == 2


def test_without_a_model_there_is_no_way_back(leader_hub: Hub) -> None:
    add(leader_hub, "hq", "hq_analyst")

    with serving(with_pages(leader_hub)) as party:
        answer = ask(party, "hq", "post", f"{ADDRESS}/back", round="0")

    assert answer.status_code == 409
