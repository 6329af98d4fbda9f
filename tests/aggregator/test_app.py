"""The application as a whole: what each role answers, and in which form it refuses."""

import pytest

from aggregator.app import create_app
from aggregator.hub import Hub
from shared.wire.codec import MAX_ENVELOPE_BYTES
from tests.support.asgi import running
from tests.support.hub_world import REPORT, Party, with_pages
from tests.support.people import CHEAP


def test_health_names_the_role(leader: Party) -> None:
    assert leader.client.get("/healthz").json() == {"role": "leader", "status": "ok"}


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "/v1/layouts"), ("POST", "/v1/reports"), ("GET", "/hq"), ("GET", "/")]
)
def test_helper_has_nothing_of_the_leaders(helper: Party, method: str, path: str) -> None:
    assert helper.client.request(method, path).status_code in (404, 405)


@pytest.mark.parametrize("path", ["/v1/shares", "/v1/batches/held", "/v1/batches/collect", "/v1/cohorts"])
def test_leader_has_nothing_of_the_helpers(leader: Party, path: str) -> None:
    assert leader.client.post(path).status_code == 404


def test_unknown_address_is_a_problem_document(leader: Party) -> None:
    answer = leader.client.get("/nowhere")

    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_body_beyond_the_bound_is_refused(leader: Party) -> None:
    assert leader.post(bytes(MAX_ENVELOPE_BYTES + 1)).status_code == 413


def test_body_of_another_kind_is_refused(leader: Party) -> None:
    assert leader.client.post("/v1/reports", json={}).status_code == 415


def test_pages_are_for_this_machine_and_protocol_calls_for_all(leader_hub: Hub) -> None:
    with running(create_app(with_pages(leader_hub), passwords=CHEAP), client=("192.0.2.7", 9)) as remote:
        assert remote.get("/hq").status_code == 403
        assert remote.get("/v1/keys").status_code == 200
        assert remote.post("/v1/reports", content=b"x", headers=REPORT).status_code == 400


def test_failure_inside_is_a_problem_document_without_words_from_inside(leader_hub: Hub) -> None:
    (leader_hub.home.path / "keys" / "root.key").unlink()

    with running(create_app(leader_hub)) as client:
        answer = client.get("/v1/keys")

    assert answer.status_code == 500
    assert "root.key" not in answer.text


def test_every_answer_carries_the_content_security_policy(leader_hub: Hub) -> None:
    with running(create_app(with_pages(leader_hub), passwords=CHEAP)) as client:
        for path in ("/hq", "/healthz", "/nowhere"):
            assert "default-src 'none'" in client.get(path).headers["content-security-policy"]


def test_pages_can_be_turned_off(leader: Party) -> None:
    assert not leader.hub.config.pages
    assert [leader.client.get(path).status_code for path in ("/", "/hq", "/api/v1/insights/summary")] == [
        404
    ] * 3


def test_unknown_address_is_a_page_for_a_person_and_a_problem_for_an_edge(leader_hub: Hub) -> None:
    with running(create_app(with_pages(leader_hub), passwords=CHEAP)) as client:
        page, edge = (
            client.get(path, headers={"accept": "text/html"}) for path in ("/nowhere", "/v1/nowhere")
        )

    assert "This view cannot be shown" in page.text
    assert edge.headers["content-type"] == "application/problem+json"
