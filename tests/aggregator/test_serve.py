"""Serving: what is refused before a socket opens, and what is prepared. (Running servers: tests/e2e.)"""

from dataclasses import replace

import pytest

from aggregator.adopted import newest_document
from aggregator.config import Change, with_changes
from aggregator.database import reading, writing
from aggregator.errors import DatabaseError, HomeError
from aggregator.hub import Hub
from aggregator.serve import _listen, _note, _prepare_policy, _url, serve
from aggregator.tables import PolicyRow
from tests.support.audited import noted


def never(line: str) -> None:
    raise AssertionError(f"expected no announcement, got {line}")


def test_listening_in_the_clear_beyond_loopback_is_refused(leader_hub: Hub) -> None:
    open_to_all = replace(leader_hub, config=with_changes(leader_hub.config, Change("host", "192.0.2.1")))

    with pytest.raises(HomeError, match="certificate"):
        serve(open_to_all, never)


def test_beyond_loopback_the_public_address_must_be_known(leader_hub: Hub) -> None:
    changes = [Change("host", "192.0.2.1"), Change("tls_certificate", "c.pem"), Change("tls_key", "k.pem")]
    nameless = replace(leader_hub, config=with_changes(leader_hub.config, *changes))

    with pytest.raises(HomeError, match="public_url"):
        serve(nameless, never)


def test_database_of_another_revision_is_not_served(leader_hub: Hub) -> None:
    with leader_hub.engine.begin() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9999'")

    with pytest.raises(DatabaseError, match="shoal hub migrate"):
        serve(leader_hub, never)


def test_address_in_use_is_one_clear_error() -> None:
    with pytest.raises(HomeError, match=r"cannot listen on 192\.0\.2\.1:1"):
        _listen("192.0.2.1", 1)


def test_policy_file_is_adopted_into_a_fresh_database(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        session.delete(session.get_one(PolicyRow, next(iter(leader_hub.policies.refresh(session)))))
    alone = replace(leader_hub, config=with_changes(leader_hub.config, Change("peer_url", "")))

    _prepare_policy(alone)

    with reading(leader_hub.engine) as session:
        assert newest_document(session) == leader_hub.home.policy_file.read_text()


def test_helper_that_does_not_answer_does_not_stop_the_leader(leader_hub: Hub) -> None:
    _prepare_policy(leader_hub)


def test_address_is_what_edges_reach(leader_hub: Hub) -> None:
    assert _url(leader_hub, 1234) == "http://127.0.0.1:1234"
    named = with_changes(leader_hub.config, Change("public_url", "https://leader.example"))
    assert _url(replace(leader_hub, config=named), 1234) == "https://leader.example"


def test_start_and_stop_are_noted(leader_hub: Hub) -> None:
    for event in ("started", "stopped"):
        _note(leader_hub, event, "http://127.0.0.1:1")

    said = [(entry.subject, entry.detail["event"]) for entry in noted(leader_hub, "server")]
    assert said == [("leader", "started"), ("leader", "stopped")]
