"""The vectors cover every refusal, and the world they live in is the one anybody can make."""

import json
from typing import Any

import pytest

from policies.schema import PolicyBundle
from shared.schemas.enrolment import SignedEnrolmentRequest
from shared.schemas.layout import SiteLayout, canonical_json, layout_hash
from shared.wire.codec import decode_envelope, decode_header
from shared.wire.errors import WireError
from shared.wire.problems import PROBLEM_NAMES
from tests.support.vector_world import make_world
from tests.vectors.files import read

REPORTS = read("report_bad_.json")
REQUESTS = read("request_bad_.json")
GOOD = read("report_good.json")
WORLD = read("world.json")
EARLY = {"malformed", "unsupported_version"}


@pytest.mark.parametrize("problem", PROBLEM_NAMES)
def test_every_refusal_has_a_bad_vector(problem: str) -> None:
    assert problem in {vector["expect"] for vector in REPORTS + REQUESTS}


def test_names_are_unique() -> None:
    names = [vector["name"] for vector in REPORTS + REQUESTS + GOOD]

    assert len(names) == len(set(names))


def test_keys_of_the_world_follow_from_their_names() -> None:
    world = make_world()

    assert WORLD["roots"] == {role: key.to_bytes().hex() for role, key in world.roots.items()}
    assert [edge["edge_id"] for edge in WORLD["edges"]] == [edge.edge_id for edge in world.edges]
    assert {role: held["key_id"] for role, held in WORLD["hpke"].items()} == {
        role: key.public_key.key_id for role, key in world.hpke.items()
    }


def test_policy_and_layout_of_the_world_are_those_in_the_headers() -> None:
    header = decode_header(decode_envelope(bytes.fromhex(GOOD[0]["envelope_hex"])).header)

    layout = SiteLayout.model_validate_json(json.dumps(WORLD["layout"]))
    bundle = PolicyBundle.model_validate_json(json.dumps(WORLD["policy"]["bundle"]))

    assert header.layout_hash == layout_hash(layout)
    assert header.policy_hash == bundle.hash, "the form of policies changed: make the vectors anew"


@pytest.mark.parametrize("vector", REPORTS, ids=lambda v: v["name"])
def test_only_malformed_vectors_fail_to_parse(vector: dict[str, Any]) -> None:
    try:
        decode_header(decode_envelope(bytes.fromhex(vector["envelope_hex"])).header)
        problem = ""
    except WireError as error:
        problem = error.problem

    assert problem == (vector["expect"] if vector["expect"] in EARLY else "")


def test_enrolment_vectors_parse() -> None:
    bodies = [vector["request"] for vector in REQUESTS if vector["path"] == "/v1/enrolments"]

    parsed = [SignedEnrolmentRequest.model_validate_json(json.dumps(body)) for body in bodies]

    assert len(parsed) == 4
    assert all(canonical_json(one.unsigned) for one in parsed)
