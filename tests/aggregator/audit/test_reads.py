"""Whoever looks leaves an entry, and what cannot be noted is not shown."""

from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import text
from sqlmodel import select

from aggregator.app import create_app
from aggregator.audit.reads import QUERY_CHARACTERS
from aggregator.database import reading
from aggregator.hub import Hub
from aggregator.tables import RefusalRow
from tests.support import people
from tests.support.asgi import running
from tests.support.audited import Noted, noted
from tests.support.hub_world import with_pages

INSIGHTS = "/api/v1/insights"


@pytest.fixture
def pages(leader_hub: Hub) -> Iterator[httpx.Client]:
    with running(create_app(with_pages(leader_hub), passwords=people.CHEAP)) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/hq", "read"),
        ("/hq.json", "read"),
        (f"{INSIGHTS}/footfall", "read"),
        (f"{INSIGHTS}/footfall.csv", "export"),
        ("/compliance/overview", "read"),
    ],
)
def test_looking_leaves_one_entry(pages: httpx.Client, leader_hub: Hub, path: str, kind: str) -> None:
    assert pages.get(f"{path}?span=week").status_code in (200, 422)

    assert noted(leader_hub, "read", "export") == [Noted(kind, path, {"query": "span=week"})]


def test_files_of_the_page_leave_none(pages: httpx.Client, leader_hub: Hub) -> None:
    pages.get("/static/hq.css")
    pages.get("/", follow_redirects=False)

    assert noted(leader_hub, "read", "export") == []


def test_long_questions_are_cut(pages: httpx.Client, leader_hub: Hub) -> None:
    pages.get(f"{INSIGHTS}/footfall?x={'y' * 1000}")

    assert len(str(noted(leader_hub, "read")[0].detail["query"])) == QUERY_CHARACTERS


def test_what_cannot_be_noted_is_not_shown(pages: httpx.Client, leader_hub: Hub) -> None:
    with leader_hub.engine.begin() as connection:
        connection.execute(text("drop table audit_entries"))

    answer = pages.get(f"{INSIGHTS}/footfall")

    assert answer.status_code == 500
    assert "series" not in answer.text


def test_who_reads_is_named_and_who_may_not_is_counted(leader_hub: Hub) -> None:
    people.add(leader_hub, "mara", "hq_analyst")
    cookies = people.signed_in(leader_hub, "mara")
    with running(create_app(with_pages(leader_hub), passwords=people.CHEAP)) as client:
        client.cookies.update(cookies)
        client.get("/hq.json")
        client.get("/accounts")

    with reading(leader_hub.engine) as session:
        counted = [(row.problem, row.refused) for row in session.exec(select(RefusalRow)).all()]
    assert noted(leader_hub, "read") == [Noted("read", "/hq.json", {"query": "", "by": "mara"})]
    assert counted == [("role_without_the_right", 1)]
