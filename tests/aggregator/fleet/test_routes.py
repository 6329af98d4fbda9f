"""What edges fetch before they know anybody."""

import pytest

from aggregator.adoption.publishing import keep
from aggregator.database import writing
from aggregator.tables import PolicyRow
from policies.signed_bundle import SignedBundle
from privacy.key_list import check_key_list
from shared.schemas.keys import SignedKeyList
from tests.support.hub_world import Party
from tests.support.policy_world import Office, after
from tests.support.vector_world import make_world


def test_key_list_is_signed_by_the_root_key(leader: Party) -> None:
    signed = SignedKeyList.model_validate_json(leader.client.get("/v1/keys").content)

    keys = check_key_list(signed, role="leader", root_public_key=leader.hub.root.public_key)

    assert [key.key_id for key in keys.keys] == [make_world().hpke["leader"].public_key.key_id]


def test_policy_is_the_helpers_signed_bundle(leader: Party) -> None:
    signed = SignedBundle.model_validate_json(leader.client.get("/v1/policy").content)

    assert signed.bundle.hash == make_world().bundle.hash


def steps(party: Party, held: str) -> list[int]:
    answer = party.client.get("/v1/policies", params={"after": held})
    assert answer.status_code == 200
    return [step["bundle"]["chain"]["version"] for step in answer.json()["steps"]]


def test_versions_after_the_one_held_come_in_order(leader: Party) -> None:
    first = make_world().bundle
    second, third = (after(first, minimum_batch=6), after(after(first, minimum_batch=6), minimum_batch=7))
    office = Office(root=make_world().roots["helper"].to_bytes())
    keep(leader.hub, [office.published(bundle, author=None).model_dump_json() for bundle in (second, third)])

    assert steps(leader, first.hash.hex()) == [2, 3]
    assert steps(leader, second.hash.hex()) == [3]
    assert steps(leader, third.hash.hex()) == []
    assert steps(leader, "") == [3]


def test_a_version_that_was_never_adopted_is_unknown(leader: Party) -> None:
    answer = leader.client.get("/v1/policies", params={"after": "0" * 64})

    assert (answer.status_code, answer.json()["type"]) == (409, "urn:shoal:problem:unknown_policy")


@pytest.mark.parametrize("named", ["1", "0" * 63, "G" * 64], ids=["short", "63 digits", "no hex"])
def test_what_is_no_hash_is_malformed(leader: Party, named: str) -> None:
    answer = leader.client.get("/v1/policies", params={"after": named})

    assert answer.json()["type"] == "urn:shoal:problem:malformed"


def test_no_policy_yet_is_no_step(leader: Party) -> None:
    with writing(leader.hub.engine) as session:
        session.delete(session.get_one(PolicyRow, make_world().bundle.hash))

    assert steps(leader, "") == []


def test_no_policy_yet_is_404(leader: Party) -> None:
    with writing(leader.hub.engine) as session:
        session.delete(session.get_one(PolicyRow, make_world().bundle.hash))

    assert leader.client.get("/v1/policy").status_code == 404


@pytest.mark.parametrize(("method", "path"), [("POST", "/v1/enrolments"), ("PUT", "/v1/layouts")])
def test_anything_else_is_malformed(leader: Party, method: str, path: str) -> None:
    for body in (b"", b"{}", b'{"secret": "x"}', b"\xff\xfe"):
        answer = leader.client.request(method, path, content=body)

        assert answer.json()["type"] == "urn:shoal:problem:malformed"
