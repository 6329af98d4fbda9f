"""Refusals as RFC 9457 documents."""

import json

from aggregator.answers import json_answer, model_answer, plain_problem, problem_answer
from shared.schemas.peer import CohortMember
from shared.wire.problems import PROBLEM_NAMES, Problem


def test_every_problem_is_answered_with_its_type_and_status() -> None:
    for name in PROBLEM_NAMES:
        answer = problem_answer(Problem(name))

        assert json.loads(bytes(answer.body))["type"] == f"urn:shoal:problem:{name}"
        assert answer.status_code == Problem(name).status
        assert answer.media_type == "application/problem+json"


def test_plain_refusal_says_when_to_come_back() -> None:
    answer = plain_problem(503, "busy", retry_after_s=2)

    assert json.loads(bytes(answer.body))["title"] == "Service Unavailable"
    assert answer.headers["retry-after"] == "2"


def test_model_is_answered_in_canonical_form() -> None:
    assert (
        bytes(model_answer(CohortMember(edge_id="b", cohort_id="a")).body)
        == b'{"cohort_id":"a","edge_id":"b"}'
    )


def test_object_is_answered_as_json() -> None:
    assert bytes(json_answer({"words": "Größe"}).body).decode() == '{"words": "Größe"}'
