"""What edges fetch before they know anybody."""

import pytest

from aggregator.database import writing
from aggregator.tables import PolicyRow
from policies.signed_bundle import SignedBundle
from privacy.key_list import check_key_list
from shared.schemas.keys import SignedKeyList
from tests.support.hub_world import Party
from tests.support.vector_world import make_world


def test_key_list_is_signed_by_the_root_key(leader: Party) -> None:
    signed = SignedKeyList.model_validate_json(leader.client.get("/v1/keys").content)

    keys = check_key_list(signed, role="leader", root_public_key=leader.hub.root.public_key)

    assert [key.key_id for key in keys.keys] == [make_world().hpke["leader"].public_key.key_id]


def test_policy_is_the_helpers_signed_bundle(leader: Party) -> None:
    signed = SignedBundle.model_validate_json(leader.client.get("/v1/policy").content)

    assert signed.bundle.hash == make_world().bundle.hash


def test_no_policy_yet_is_404(leader: Party) -> None:
    with writing(leader.hub.engine) as session:
        session.delete(session.get_one(PolicyRow, make_world().bundle.hash))

    assert leader.client.get("/v1/policy").status_code == 404


@pytest.mark.parametrize(("method", "path"), [("POST", "/v1/enrolments"), ("PUT", "/v1/layouts")])
def test_anything_else_is_malformed(leader: Party, method: str, path: str) -> None:
    for body in (b"", b"{}", b'{"secret": "x"}', b"\xff\xfe"):
        answer = leader.client.request(method, path, content=body)

        assert answer.json()["type"] == "urn:shoal:problem:malformed"
