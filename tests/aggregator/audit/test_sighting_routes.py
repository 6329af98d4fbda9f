"""A store's word on the log comes over HTTP, to the helper alone."""

import pytest

from tests.aggregator.conftest import Serve
from tests.support.log_sightings import word
from tests.support.vector_world import NOW, make_world

PATH = "/v1/sightings"
EDGES = make_world().edges


def test_it_is_answered_with_the_newest_checkpoint(serve: Serve) -> None:
    party = serve("helper")

    answer = party.client.post(PATH, content=word(EDGES[0], "", NOW).model.model_dump_json())

    assert answer.status_code == 200
    assert answer.json()["checkpoint"].startswith("shoal/helper/")


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"{}", "malformed"),
        (word(EDGES[0], "", NOW, by=EDGES[1]).model.model_dump_json().encode(), "bad_signature"),
    ],
    ids=["nothing", "another's key"],
)
def test_a_refusal_is_a_problem_by_its_name(serve: Serve, body: bytes, problem: str) -> None:
    answer = serve("helper").client.post(PATH, content=body)

    assert answer.json()["type"] == f"urn:shoal:problem:{problem}"


def test_the_leader_has_another_witness(serve: Serve) -> None:
    assert serve("leader").client.post(PATH, content=b"{}").status_code == 404
