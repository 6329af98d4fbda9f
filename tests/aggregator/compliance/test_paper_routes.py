from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from aggregator.accounts.sessions import form_token
from aggregator.compliance.papers.shelf import PAPERS
from aggregator.hub import Hub
from tests.support.clock import FakeClock
from tests.support.hub_world import Party, serving, with_pages
from tests.support.people import add, token


@pytest.fixture
def office(helper_hub: Hub) -> Iterator[Party]:
    add(helper_hub, "anna", "compliance_officer")
    with serving(with_pages(helper_hub)) as party:
        party.client.headers["cookie"] = f"shoal-helper-session={token(helper_hub, 'anna')}"
        yield party


def sent(office: Party, **fields: str) -> dict[str, str]:
    session = office.client.headers["cookie"].partition("=")[2]
    return {"token": form_token(session), **fields}


@pytest.mark.parametrize("key", PAPERS)
def test_every_paper_is_a_page_to_print_and_the_same_as_json(office: Party, key: str) -> None:
    page, twin = (office.client.get(f"/compliance/papers/{key}{form}") for form in ("", ".json"))

    assert page.status_code == twin.status_code == 200
    assert twin.json()["title"] in page.text
    assert "Place, date" in page.text


def test_what_was_signed_is_kept_and_compared(office: Party) -> None:
    shown = office.client.get("/compliance/papers/budget").text
    fingerprint = shown.split('name="fingerprint" value="')[1].split('"')[0]

    answer = office.client.post("/compliance/papers/budget/sign", data=sent(office, fingerprint=fingerprint))

    assert answer.headers["location"] == "/compliance/papers"
    assert "Nothing has changed." in office.client.get("/compliance/papers/budget").text


def test_a_paper_that_changed_under_the_pen_is_not_signed(office: Party) -> None:
    answer = office.client.post("/compliance/papers/budget/sign", data=sent(office, fingerprint="0" * 64))

    assert answer.status_code == 409
    assert "read it again" in answer.json()["detail"]


def test_a_paper_that_is_none_is_refused(office: Party) -> None:
    answer = office.client.get("/compliance/papers/gossip.json")

    assert answer.status_code == 404
    assert "expected one of record, assessment" in answer.json()["detail"]


def test_without_a_policy_there_is_no_paper(helper_hub: Hub) -> None:
    late = replace(helper_hub, clock=FakeClock(datetime(2031, 1, 1, tzinfo=UTC)))

    with serving(with_pages(late)) as party:
        answer = party.client.get("/compliance/papers/budget.json")

    assert answer.status_code == 404
    assert "no policy is in force" in answer.json()["detail"]
