"""The helper's routes answer signed, under the request's nonce."""

from aggregator.bodies import canonical
from privacy.signing import verify
from shared.schemas.peer import CohortsRequest
from tests.support.hub_world import Party
from tests.support.vector_world import COHORT, NOW, make_world

WORLD = make_world()


def test_answer_is_signed_by_the_helpers_root_key(helper: Party) -> None:
    asked = WORLD.signed(CohortsRequest(issued_at=NOW, nonce="0" * 32))

    body = helper.client.post("/v1/cohorts", json=asked).json()

    assert body["answer"]["nonce"] == "0" * 32
    assert {member["cohort_id"] for member in body["answer"]["members"]} == {COHORT}
    root, signature = helper.hub.root.public_key, bytes.fromhex(body["signature"])
    assert verify(root, "shoal/1 peer", canonical(body["answer"]), signature)


def test_request_meant_for_another_call_is_malformed(helper: Party) -> None:
    asked = WORLD.signed(CohortsRequest(issued_at=NOW, nonce="0" * 32))

    for path in ("/v1/batches/held", "/v1/batches/collect"):
        answer = helper.client.post(path, json=asked)
        assert answer.json()["type"] == "urn:shoal:problem:malformed"
