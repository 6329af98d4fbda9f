"""What the leader believes of the helper's answers."""

import json
from dataclasses import replace

import httpx
import pytest

from aggregator.aggregate.batch import BatchName
from aggregator.aggregate.helper_client import HelperClient
from aggregator.errors import PeerError
from shared.ids import CohortId, TaskId
from shared.schemas.layout import canonical_json
from shared.schemas.peer import CollectAnswer
from shared.wire.problems import Problem
from tests.support.clock import FakeClock
from tests.support.vector_world import COHORT, COHORT_TASK, NOW, fixed_random, make_world

WORLD = make_world()
NAME = BatchName(TaskId(COHORT_TASK), CohortId(COHORT), 1)


def client(answer: httpx.Response | Exception) -> HelperClient:
    """Return a leader whose helper always answers so."""

    def handle(_request: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    return HelperClient(
        client=httpx.Client(transport=httpx.MockTransport(handle), base_url="http://127.0.0.1"),
        root=WORLD.roots["leader"],
        helper_key=WORLD.roots["helper"].public_key,
        clock=FakeClock(NOW),
        random=fixed_random("nonce"),
    )


def signed(**changes: object) -> httpx.Response:
    nonce = fixed_random("nonce")(16).hex()
    answer = CollectAnswer(nonce=nonce, digest="0" * 64, count=5, share="0" * 16)
    answer = answer.model_copy(update=changes)
    signature = WORLD.roots["helper"].sign("shoal/1 peer", canonical_json(answer)).hex()
    return httpx.Response(200, json={"answer": answer.model_dump(mode="json"), "signature": signature})


def test_sum_of_another_batch_is_not_believed() -> None:
    with pytest.raises(PeerError, match="another batch"):
        client(signed()).collect(NAME, [bytes(16)])


def test_older_answer_is_not_believed() -> None:
    with pytest.raises(PeerError, match="older"):
        client(signed(nonce="f" * 32)).collect(NAME, [bytes(16)])


def test_answer_of_another_key_is_not_believed() -> None:
    other = replace(client(signed()), helper_key=WORLD.roots["leader"].public_key)

    with pytest.raises(PeerError, match="pinned"):
        other.collect(NAME, [bytes(16)])


def test_refusal_comes_back_as_its_problem() -> None:
    body = json.dumps(Problem("over_budget", "spent").to_json())

    found = client(httpx.Response(409, text=body)).collect(NAME, [bytes(16)])

    assert isinstance(found, Problem)
    assert (found.name, found.detail) == ("over_budget", "spent")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (httpx.ConnectError("refused"), "does not answer"),
        (httpx.Response(502, text="<html>"), "named problem"),
        (httpx.Response(200, text="{}"), "malformed"),
    ],
    ids=["unreachable", "somebody else's page", "no answer in it"],
)
def test_anything_else_is_trouble(answer: httpx.Response | Exception, words: str) -> None:
    with pytest.raises(PeerError, match=words):
        client(answer).collect(NAME, [bytes(16)])


def test_refused_question_is_trouble() -> None:
    refused = httpx.Response(403, text=json.dumps(Problem("bad_signature").to_json()))

    for ask in (client(refused).cohorts, lambda: client(refused).held(NAME, [bytes(16)])):
        with pytest.raises(PeerError, match="refused"):
            ask()


def test_policy_that_is_not_there_is_trouble() -> None:
    with pytest.raises(PeerError, match="404"):
        client(httpx.Response(404)).policies("")


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"steps": 1}'], ids=["nothing", "a list", "none", "a number"]
)
def test_what_is_no_list_of_policies_is_trouble(body: str) -> None:
    with pytest.raises(PeerError, match="something else"):
        client(httpx.Response(200, text=body)).policies("")
