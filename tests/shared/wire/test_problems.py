"""Every refusal of the protocol has a name, a status and words, and the document agrees."""

import re
from pathlib import Path

import pytest

from shared.wire import problems
from shared.wire.problems import FINAL, PROBLEM_NAMES, Problem, ProblemName, name_of_type

PROTOCOL = (Path(problems.__file__).parent / "PROTOCOL.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PROBLEM_NAMES)
def test_problem_is_as_the_protocol_says(name: ProblemName) -> None:
    stated = {int(status) for status in re.findall(rf"`{name}` \((\d+)\)", PROTOCOL)}

    assert f"`{name}`" in PROTOCOL
    assert stated <= {Problem(name).status}


def test_protocol_names_no_other_problem() -> None:
    acceptance = PROTOCOL.split("## 14.")[1]
    fields = {"answer", "cohorts", "collect", "held", "other", "request", "type"}
    fields |= {"witness", "old_size", "proof", "checkpoint", "known_size", "cosignature", "tls_keys"}
    fields |= {"verify", "vdaf_id", "prio3sumvec", "max_per_site"}
    fields |= {"round_held", "round_sum", "model_hash", "group_size", "minimum_nodes", "all"}
    fields |= {"model", "version", "weights", "signature", "at"}

    named = set(re.findall(r"`([a-z_]+)`", acceptance)) - fields

    assert named <= set(PROBLEM_NAMES)


def test_final_refusals_are_those_of_section_17() -> None:
    delivery = PROTOCOL.split("## 17.")[1].split("\n## ")[0]

    assert set(re.findall(r"`([a-z_]+)`", delivery)) == FINAL


def test_only_final_refusals_end_the_attempts() -> None:
    assert Problem("batch_closed").is_final
    assert not Problem("malformed").is_final


def test_body_is_a_problem_document() -> None:
    body = Problem("unknown_edge", "expected an enrolled edge, got another").to_json()

    assert body == {
        "type": "urn:shoal:problem:unknown_edge",
        "title": "the edge node is not enrolled here",
        "status": 403,
        "detail": "expected an enrolled edge, got another",
    }


def test_body_without_detail_has_no_detail() -> None:
    assert "detail" not in Problem("malformed").to_json()


@pytest.mark.parametrize("name", PROBLEM_NAMES)
def test_type_leads_back_to_the_name(name: ProblemName) -> None:
    assert name_of_type(Problem(name).type_uri) == name


@pytest.mark.parametrize("uri", ["about:blank", "urn:shoal:problem:invented", "urn:shoal:problem:", ""])
def test_other_types_are_unknown(uri: str) -> None:
    assert name_of_type(uri) is None
