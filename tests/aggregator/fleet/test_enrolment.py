"""Enrolment over HTTP, as an edge does it."""

from typing import Any

import pytest

from aggregator.administration import invite
from aggregator.database import writing
from aggregator.fleet.enrolment import active_edge_of, retire
from aggregator.tables import EdgeRow, PairingCodeRow, RefusalRow
from privacy.signing import SigningKey, edge_id, verify
from shared.schemas.enrolment import EnrolmentRequest, SignedEnrolment
from shared.schemas.layout import canonical_json
from shared.wire.codec import Role
from shared.wire.pairing import parse_pairing_code
from tests.support.audited import Noted, noted
from tests.support.hub_world import Party
from tests.support.vector_world import NOW, fixed_random

KEY = SigningKey.generate(fixed_random("new edge"))
OTHER = SigningKey.generate(fixed_random("newer edge"))


def code(party: Party, site: str, *, replaces: bool = False) -> str:
    made = invite(party.hub, site=site, url="http://127.0.0.1:1", replaces=replaces)
    return parse_pairing_code(made.code).secret


def ask(party: Party, secret: str, key: SigningKey = KEY, signer: SigningKey | None = None) -> Any:
    request = EnrolmentRequest(secret=secret, public_key=key.public_key.hex(), requested_at=NOW)
    signature = (signer or key).sign("shoal/1 enrol", canonical_json(request)).hex()
    return party.client.post(
        "/v1/enrolments", json=request.model_dump(mode="json") | {"signature": signature}
    )


@pytest.mark.parametrize("role", ["leader", "helper"])
def test_answer_is_signed_and_names_what_the_role_decides(serve: Any, role: Role) -> None:
    party = serve(role)
    site = "new-shop" if role == "leader" else ""

    answer = ask(party, code(party, site))

    signed = SignedEnrolment.model_validate_json(answer.content)
    found = signed.enrolment
    root = party.hub.root.public_key
    assert verify(root, "shoal/1 enrolled", canonical_json(found), bytes.fromhex(signed.signature))
    assert (found.site_id, found.cohort_id) == (site, "cohort-1" if role == "helper" else "")
    assert found.edge_id == edge_id(KEY.public_key)
    assert bytes.fromhex(found.policy_public_key) == party.hub.policy_key


def test_lost_answer_can_be_asked_for_again(leader: Party) -> None:
    secret = code(leader, "new-shop")

    assert ask(leader, secret).status_code == ask(leader, secret).status_code == 200
    assert len(leader.rows(EdgeRow)) == 7


def test_used_code_serves_nobody_else(leader: Party) -> None:
    secret = code(leader, "new-shop")
    ask(leader, secret)

    assert ask(leader, secret, OTHER).json()["type"] == "urn:shoal:problem:pairing_refused"


def test_request_not_signed_by_its_key_costs_no_try(leader: Party) -> None:
    code(leader, "new-shop")

    assert ask(leader, "00000000", signer=OTHER).json()["type"] == "urn:shoal:problem:bad_signature"
    assert [row.tries for row in leader.rows(PairingCodeRow)] == [0]


def test_new_node_of_a_site_retires_the_one_before(leader: Party) -> None:
    ask(leader, code(leader, "new-shop"))

    ask(leader, code(leader, "new-shop", replaces=True), OTHER)

    with writing(leader.hub.engine) as session:
        assert active_edge_of(session, "new-shop") == edge_id(OTHER.public_key)
        assert not retire(session, edge_id(KEY.public_key), leader.hub)


def test_retired_edge_can_be_enrolled_again(helper: Party) -> None:
    ask(helper, code(helper, ""))
    with writing(helper.hub.engine) as session:
        assert retire(session, edge_id(KEY.public_key), helper.hub)

    answer = ask(helper, code(helper, ""))

    assert answer.json()["enrolment"]["cohort_id"] == "cohort-1"


def test_nobody_measures_an_unknown_site(leader: Party) -> None:
    with writing(leader.hub.engine) as session:
        assert active_edge_of(session, "nowhere") is None


def test_invitation_enrolment_and_retirement_are_noted(leader: Party) -> None:
    ask(leader, code(leader, "new-shop"))
    with writing(leader.hub.engine) as session:
        retire(session, edge_id(KEY.public_key), leader.hub)

    identity = edge_id(KEY.public_key)
    assert noted(leader.hub, "enrolment") == [
        Noted("enrolment", "new-shop", {"event": "invited", "replaces": 0}),
        Noted("enrolment", identity, {"event": "enrolled", "site": "new-shop", "cohort": ""}),
        Noted("enrolment", identity, {"event": "retired", "site": "new-shop"}),
    ]


def test_refused_pairing_is_counted_and_not_noted(leader: Party) -> None:
    ask(leader, "00000000")

    assert [(row.problem, row.refused) for row in leader.rows(RefusalRow)] == [("pairing_refused", 1)]
    assert noted(leader.hub, "enrolment", "refusal") == []
