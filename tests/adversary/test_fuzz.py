"""Thousands of messages that nobody meant: no failure, no forgery, no trace; and every call has one."""

import pytest
from fastapi.routing import iter_route_contexts

from aggregator.app import create_app
from tests.adversary.calls import calls
from tests.adversary.fuzz import rows, same
from tests.adversary.leader_world import homes
from tests.adversary.row import fallen


@pytest.mark.chaos
def test_nothing_fails_nothing_is_forged_and_refusals_leave_no_trace() -> None:
    found = rows(scale="small", seed=3)

    assert [row.measured for row in found] == [0, 0, 0], [row.detail for row in found]
    assert fallen(found) == []


def test_every_call_of_the_protocol_is_tried() -> None:
    with homes() as ground, ground.battle(1) as battle:
        battle.report_all()
        tried = {(call.role, call.method, call.path) for call in calls(battle)}
        there = {
            (party.hub.role, method, str(context.path))
            for party in (battle.leader, battle.helper)
            for context in iter_route_contexts(create_app(party.hub).routes)
            for method in context.methods or ()
            if str(context.path).startswith("/v1/") and method != "HEAD"
        }

    assert there == tried


@pytest.mark.parametrize(
    ("heard", "body", "is_same"),
    [
        (b'{"a": 1}', b'{ "a":1 }', True),
        (b'{"a": 1}', b'{"a": 2}', False),
        (b'{"a": 1}', b'{"a": 1', False),
        (b"\x00", b"\x00", True),
    ],
)
def test_a_message_is_what_it_says(heard: bytes, body: bytes, is_same: bool) -> None:
    assert same(heard, body) is is_same
