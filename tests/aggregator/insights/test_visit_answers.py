from collections.abc import Callable
from typing import Any

import pytest

from aggregator.insights import visit_answers
from aggregator.insights.visit_answers import ALL_VIEWS
from tests.support.hq_world import index_of, index_with, question

BUILDERS: list[Callable[..., Any]] = [
    visit_answers.funnel_answer,
    visit_answers.flow_answer,
    visit_answers.returns_answer,
    visit_answers.shelves_answer,
    visit_answers.groups_answer,
    visit_answers.queue_hours_answer,
    visit_answers.waits_answer,
]


@pytest.mark.parametrize("build", BUILDERS, ids=lambda build: build.__name__)
def test_answer_says_what_it_rests_on(build: Callable[..., Any]) -> None:
    index = index_of()

    held = build(index, question(index)).held

    assert (held.lane, held.sites, held.suppressed, held.simulated) == ("site", 6, "", True)
    assert held.measured_s > 0


@pytest.mark.parametrize("build", BUILDERS, ids=lambda build: build.__name__)
def test_answer_without_numbers_says_why(build: Callable[..., Any]) -> None:
    index = index_with()

    found = build(index, question(index))

    assert found.held.suppressed == "no report"
    assert '"low"' not in found.model_dump_json()


def test_funnel_tells_a_share_from_a_ratio() -> None:
    index = index_of()

    steps = visit_answers.funnel_answer(index, question(index, site="s01")).steps

    kinds = {(step.view, step.step): step.of_before.kind if step.of_before else None for step in steps}
    assert kinds[ALL_VIEWS, "enter"] == "share"
    assert kinds[ALL_VIEWS, "browse"] == "ratio"
    assert kinds["tills", "checkout"] is None


def test_groups_have_a_line_per_size() -> None:
    index = index_of()

    found = visit_answers.groups_answer(index, question(index))

    assert [line.size for line in found.sizes] == ["1", "2", "3", "4+"]
    assert found.entries_a_group is not None
    assert found.entries_a_group.kind == "ratio"


def test_waits_begin_with_all_queues() -> None:
    index = index_of()

    found = visit_answers.waits_answer(index, question(index, site="s01"))

    assert [line.queue for line in found.queues] == ["all queues", "line"]
    assert found.limit_s == 180
