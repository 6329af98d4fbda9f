from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from fastapi import HTTPException, Request

from aggregator.compliance import pages
from aggregator.database import reading
from aggregator.hub import Hub
from shared.wire.codec import Role
from tests.support.drafting import LONGER, name_people, proposed
from tests.support.hub_world import silence
from tests.support.two_hubs import two_hubs
from tests.support.vector_world import COHORT, COHORT_TASK


def request(query: str = "", **path: str) -> Request:
    return Request({"type": "http", "query_string": query.encode(), "path_params": path, "headers": []})


@pytest.mark.parametrize(
    ("make", "query", "path", "status", "says"),
    [
        (pages.purpose_page, "", {"purpose": "mood"}, 404, "footfall"),
        (pages.changes_page, "before=1&after=9", {}, 404, "after: expected one of the versions 1; got '9'"),
        (pages.changes_page, "before=1&after=1&effect=worse", {}, 422, "effect: expected one of all"),
        (pages.refusals_page, "span=year", {}, 422, "span: expected one of hour, day, week; got 'year'"),
        (pages.audit_log_page, "kind=gossip", {}, 422, "kind: expected one of all, read"),
        (pages.audit_log_page, "before=last", {}, 422, "before: expected the index of an entry, got 'last'"),
    ],
    ids=["purpose", "version", "effect", "span", "kind", "index"],
)
def test_what_is_not_offered_is_refused_in_words(
    helper_hub: Hub, make: object, query: str, path: dict[str, str], status: int, says: str
) -> None:
    with reading(helper_hub.engine) as session, pytest.raises(HTTPException) as refused:
        make(session, helper_hub, request(query, **path))  # type: ignore[operator]  # one of the pages

    assert refused.value.status_code == status
    assert says in refused.value.detail


def test_a_page_without_parameters_takes_the_usual_ones(helper_hub: Hub) -> None:
    with reading(helper_hub.engine) as session:
        page = pages.refusals_page(session, helper_hub, request())

    assert page.facts[0].detail == "messages within the last day, counted by the minute"


def test_the_overview_stands_on_what_is_in_force(helper_hub: Hub) -> None:
    with reading(helper_hub.engine) as session:
        page = pages.overview_page(session, helper_hub, request())

    assert page.facts[1].value == "version 1"


def test_the_overview_tells_of_silent_stores_and_of_sums_that_nobody_asked_for(
    templates: dict[Role, Path], tmp_path: Path
) -> None:
    with two_hubs(templates, tmp_path, silence) as both:
        for edge in both.world.edges:
            both.report(edge, np.ones(both.world.length(COHORT_TASK), dtype=np.int64))
        hub = both.helper.hub
        both.clock.advance(timedelta(days=9).total_seconds())
        with reading(hub.engine) as session:
            page = pages.overview_page(session, hub, request())

    [sheet] = [one for one in page.sheets if one.key == "attention"]
    told = [row[0].text for row in sheet.rows]
    assert f"{COHORT_TASK} of {COHORT}" in told
    assert len([text for text in told if text.startswith("Silence of")]) == len(both.world.edges)


def test_the_log_is_paged_by_index(helper_hub: Hub) -> None:
    with reading(helper_hub.engine) as session:
        page = pages.audit_log_page(session, helper_hub, request("before=0&kind=login"))

    assert page.sheets[0].rows == ()


def test_a_draft_shows_what_it_would_have_done_and_how_exact_numbers_would_be(helper_hub: Hub) -> None:
    name_people(helper_hub)
    number = proposed(helper_hub, LONGER)

    with reading(helper_hub.engine) as session:
        page = pages.one_draft_page(session, helper_hub, request(draft_id=str(number)))

    assert [sheet.key for sheet in page.sheets][2:4] == ["effects", "exactness"]


def test_a_home_that_was_never_swept_stands_on_the_overview(helper_hub: Hub) -> None:
    with reading(helper_hub.engine) as session:
        page = pages.overview_page(session, helper_hub, request())

    fact = {fact.title: fact for fact in page.facts}["Retention"]
    assert fact.needs_person
    assert any("never swept" in row[1].text for row in page.sheets[0].rows)
