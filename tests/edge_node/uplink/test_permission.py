"""No envelope goes out that the policy it was sealed under does not let go."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from edge_node.storage.outbox import Sealed
from edge_node.uplink.permission import sending_rule
from shared.epoch import bounds
from shared.ids import TaskId
from shared.wire.codec import decode_envelope, decode_header
from tests.support.clock import FakeClock
from tests.support.packs import with_documents
from tests.support.vector_world import NOW, make_world

WORLD = make_world()
ENVELOPE = WORLD.site_report(WORLD.edges[0])
HEADER = decode_header(decode_envelope(ENVELOPE).header)
SEALED = Sealed(HEADER.report_id, "leader", HEADER.task_id, HEADER.epoch, ENVELOPE)
BEGUN = bounds(HEADER.epoch, "hour", ZoneInfo("UTC"))[0]


def rule(sealed: Sealed = SEALED, *, later: timedelta = timedelta(), review_by: date | None = None) -> str:
    """Return the rule that stands against the envelope some time after its epoch; empty when none does."""
    bundle = WORLD.bundle if review_by is None else with_documents(WORLD.bundle, review_by=review_by)
    denied = sending_rule([bundle], FakeClock(BEGUN + later))(sealed)
    return "" if denied is None else denied.rule


def test_what_the_policy_permits_goes_out() -> None:
    assert rule() == ""


@pytest.mark.parametrize(("days", "expected"), [(31, ""), (33, "kept_too_long")])
def test_it_goes_out_within_the_days_of_the_outbox(days: int, expected: str) -> None:
    assert rule(later=timedelta(days=days)) == expected


def test_what_was_sealed_under_a_policy_that_is_not_held_stays() -> None:
    assert rule(review_by=date(2027, 1, 1)) == "no_policy"


def test_what_cannot_be_read_stays() -> None:
    assert rule(replace(SEALED, envelope=b"nonsense")) == "no_policy"


def test_a_task_the_policy_does_not_know_stays() -> None:
    assert rule(replace(SEALED, task_id=TaskId("faces.hour.site"))) == "no_policy"


def test_without_any_policy_nothing_goes_out() -> None:
    denied = sending_rule([], FakeClock(NOW))(SEALED)

    assert denied is not None
    assert denied.article.startswith("GDPR")
