"""Delivery over HTTP: status, media type, and nothing in the body of an acceptance."""

from tests.support.hub_world import Party
from tests.support.vector_world import make_world

WORLD = make_world()


def test_report_is_created_once_and_acknowledged_again(leader: Party) -> None:
    body = WORLD.site_report(WORLD.edges[0])

    assert [leader.post(body).status_code for _ in range(3)] == [201, 200, 200]


def test_share_is_posted_to_the_helper(helper: Party) -> None:
    assert helper.post(WORLD.cohort_report(WORLD.edges[0])["helper"]).status_code == 201


def test_media_type_may_carry_parameters_and_capitals(leader: Party) -> None:
    body, kind = WORLD.site_report(WORLD.edges[0]), {"content-type": "Application/Shoal-Report; v=1"}

    assert leader.client.post("/v1/reports", content=body, headers=kind).status_code == 201


def test_no_media_type_is_415(leader: Party) -> None:
    assert leader.client.post("/v1/reports", content=b"x").status_code == 415


def test_declared_length_beyond_the_bound_is_refused_unread(leader: Party) -> None:
    headers = {"content-type": "application/shoal-report", "content-length": str(1 << 40)}

    assert leader.client.post("/v1/reports", content=b"x", headers=headers).status_code == 413
