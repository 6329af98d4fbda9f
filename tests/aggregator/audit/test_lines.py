"""Rows come out as lines, in order, with what is still there."""

from aggregator.audit.erasing import erase
from aggregator.audit.lines import lines
from aggregator.audit.log import note
from aggregator.database import writing
from aggregator.hub import Hub
from tests.support.vector_world import NOW


def test_rows_come_out_in_order_and_erased_ones_empty(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        first = note(session, "login", "a.jansen", {}, at=NOW)
        second = note(session, "read", "x", {"n": 1}, at=NOW)
        erase(session, first, reason="left", at=NOW)

        found = list(lines(session.connection(), first, second + 1))

    assert [(one.index, one.kind) for one in found] == [(first, "login"), (second, "read")]
    assert (found[0].salt, found[0].payload) == (None, None)
    assert found[1].payload == '{"detail":{"n":1},"subject":"x"}'
    assert found[1].at == "2026-06-15T12:00:00.000000+00:00"
