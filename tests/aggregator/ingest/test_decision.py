"""The twelve steps as a function: order, and what each one looks at. (Every refusal: tests/contract.)"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from aggregator.adopted import to_adopted
from aggregator.ingest.decision import Accepted, AlreadyHeld, Denied, judge, read
from aggregator.ingest.facts import Facts, KnownEdge, Message
from shared.ids import CohortId, SiteId
from shared.wire.problems import Problem
from tests.support.vector_world import COHORT_TASK, NOW, make_world

WORLD = make_world()
EDGE = WORLD.edges[0]


def message(body: bytes | None = None) -> Message:
    found = read(body or WORLD.site_report(EDGE))
    assert isinstance(found, Message)
    return found


def facts(**changes: Any) -> Facts:
    good = Facts(
        role="leader",
        now=NOW,
        edge=KnownEdge(EDGE.key.public_key, SiteId(EDGE.site_id), CohortId("")),
        key=WORLD.hpke["leader"],
        policies={WORLD.bundle.hash: to_adopted(WORLD.bundle, NOW)},
        layout=WORLD.layout,
        held_digest=None,
        has_reported=False,
        batch_state=None,
    )
    return replace(good, **changes)


def name_of(verdict: object) -> str:
    assert isinstance(verdict, Problem)
    return verdict.name


def test_good_report_is_accepted_with_its_payload() -> None:
    verdict = judge(message(), facts())

    assert isinstance(verdict, Accepted)
    assert len(verdict.payload) == 5 + 3 * 8


def test_bytes_are_read_or_named() -> None:
    assert name_of(read(b"")) == "malformed"
    assert read(WORLD.site_report(EDGE)) != read(WORLD.site_report(EDGE))


STEPS: list[tuple[str, dict[str, Any]]] = [
    ("unknown_edge", {"edge": None}),
    ("bad_signature", {"edge": KnownEdge(WORLD.stranger.key.public_key, SiteId("x"), CohortId(""))}),
    ("wrong_role", {"role": "helper"}),
    ("unknown_key", {"key": None}),
    ("unknown_policy", {"policies": {}}),
    ("unknown_layout", {"layout": None}),
    ("epoch_outside_window", {"now": NOW + timedelta(days=36)}),
    ("duplicate_report", {"held_digest": b"other"}),
    ("second_report", {"has_reported": True}),
    ("cannot_open", {"key": WORLD.hpke["helper"]}),
]
"""Refusals in the order of PROTOCOL.md §14 and the fact that brings each about."""


@pytest.mark.parametrize(("problem", "changes"), STEPS, ids=[step[0] for step in STEPS])
def test_fact_brings_its_refusal(problem: str, changes: dict[str, Any]) -> None:
    assert name_of(judge(message(), facts(**changes))) == problem


@pytest.mark.parametrize("first", range(len(STEPS) - 1), ids=[step[0] for step in STEPS[:-1]])
def test_earlier_step_speaks_before_every_later_one(first: int) -> None:
    changes: dict[str, Any] = {}
    for _, later in reversed(STEPS[first:]):
        changes |= later

    assert name_of(judge(message(), facts(**changes))) == STEPS[first][0]


def test_same_bytes_again_are_already_held_even_after_collection() -> None:
    body = WORLD.cohort_report(EDGE)["leader"]
    again = message(body)

    verdict = judge(again, facts(held_digest=again.digest, batch_state="collected"))

    assert isinstance(verdict, AlreadyHeld)


@pytest.mark.parametrize(
    ("state", "problem"),
    [("collected", "batch_collected"), ("frozen", "batch_closed"), ("suppressed", "batch_closed")],
)
def test_batch_that_takes_no_more_refuses(state: str, problem: str) -> None:
    body = WORLD.cohort_report(EDGE)["leader"]

    assert name_of(judge(message(body), facts(batch_state=state))) == problem


def test_absurd_epoch_was_under_no_policy() -> None:
    far = WORLD.site_report(EDGE, WORLD.header(EDGE, epoch=2**62))

    assert name_of(judge(message(far), facts())) == "unknown_policy"


def test_helper_takes_no_site_task_but_cohort_ones() -> None:
    helper = {"role": "helper", "key": WORLD.hpke["helper"], "layout": None}
    share = message(WORLD.cohort_report(EDGE)["helper"])

    verdict = judge(share, facts(**helper))

    assert isinstance(verdict, Accepted)
    assert verdict.task.task_id == COHORT_TASK


def test_what_the_policy_may_not_keep_is_refused_with_its_rule() -> None:
    verdict = judge(message(), facts(now=NOW + timedelta(days=1_000)))

    assert isinstance(verdict, Denied)
    assert (verdict.name, verdict.because.rule) == ("unknown_policy", "review_overdue")
