"""A store's word of its signs comes over HTTP, to both."""

import pytest

from aggregator.signage.tables import CameraSignRow
from shared.wire.codec import Role
from tests.aggregator.conftest import Serve
from tests.aggregator.signage.test_signs import WORLD, said

PATH = "/v1/signs"


@pytest.mark.parametrize("role", ["leader", "helper"])
def test_it_is_acknowledged_and_kept(serve: Serve, role: Role) -> None:
    party = serve(role)

    answer = party.client.post(PATH, content=said().model.model_dump_json())

    assert answer.status_code == 204
    assert [row.camera for row in party.rows(CameraSignRow)] == ["door", "till"]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"{}", "malformed"),
        (said(key=WORLD.edges[1].key).model.model_dump_json().encode(), "bad_signature"),
    ],
    ids=["nothing", "another's key"],
)
def test_a_refusal_is_a_problem_by_its_name(serve: Serve, body: bytes, problem: str) -> None:
    answer = serve("leader").client.post(PATH, content=body)

    assert answer.json()["type"] == f"urn:shoal:problem:{problem}"
