"""A store's word comes over HTTP, to both."""

import pytest

from aggregator.adoption.tables import PolicyConfirmationRow
from shared.wire.codec import Role
from tests.aggregator.adoption.test_confirmations import said
from tests.aggregator.conftest import Serve

PATH = "/v1/policy-confirmations"


@pytest.mark.parametrize("role", ["leader", "helper"])
def test_a_confirmation_is_acknowledged_and_kept(serve: Serve, role: Role) -> None:
    party = serve(role)

    answer = party.client.post(PATH, content=said().model.model_dump_json())

    assert answer.status_code == 204
    assert [row.version for row in party.rows(PolicyConfirmationRow)] == [1]


@pytest.mark.parametrize(
    ("body", "problem"),
    [(b"{}", "malformed"), (said(version=7).model.model_dump_json().encode(), "unknown_policy")],
    ids=["nothing", "another version"],
)
def test_a_refusal_is_a_problem_by_its_name(serve: Serve, body: bytes, problem: str) -> None:
    answer = serve("leader").client.post(PATH, content=body)

    assert answer.json()["type"] == f"urn:shoal:problem:{problem}"
