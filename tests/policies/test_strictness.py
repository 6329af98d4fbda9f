"""A list of rules covers another one exactly when nothing that was forbidden comes free."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.pack import PackRule
from policies.rules import apply, terms_of_purposes
from policies.strictness import is_as_strict
from policies.tasks import tasks
from tests.support.packs import pack_rules, rule, with_rules

LONG = [{"begins_at": time(21), "ends_at": time(7)}]
SHORT = [{"begins_at": time(22), "ends_at": time(6)}]

STRICTER: dict[str, tuple[PackRule, PackRule]] = {
    "one metric more": (rule("off", metrics=("dwell", "flow")), rule("off", metrics=("flow",))),
    "off instead of moved": (rule("off", metrics=("flow",)), rule("cohort_only", metrics=("flow",))),
    "a lower cap": (
        rule("cap", kept="track_minutes", at_most=5),
        rule("cap", kept="track_minutes", at_most=9),
    ),
    "a higher count": (
        rule("minimum_count", metrics=("flow",), at_least=9),
        rule("minimum_count", metrics=("flow",), at_least=5),
    ),
    "more stores": (rule("minimum_batch", at_least=9), rule("minimum_batch", at_least=5)),
    "longer quiet": (rule("quiet_hours", hours=LONG), rule("quiet_hours", hours=SHORT)),
    "shorter training": (rule("training_hours", hours=SHORT), rule("training_hours", hours=LONG)),
}


@pytest.mark.parametrize(("strict", "mild"), STRICTER.values(), ids=STRICTER)
def test_the_stricter_rule_covers_the_milder_and_not_the_other_way(strict: PackRule, mild: PackRule) -> None:
    assert is_as_strict([strict], [mild])
    assert not is_as_strict([mild], [strict])


@pytest.mark.parametrize(
    "other",
    [
        rule("needs_notice"),
        rule("cap", kept="audit_years", at_most=1),
        rule("off", metrics=("dwell",)),
    ],
    ids=["another kind", "another thing kept", "another metric"],
)
def test_a_rule_says_nothing_about_other_things(other: PackRule) -> None:
    assert not is_as_strict([rule("cap", kept="outbox_days", at_most=1)], [other])


def test_a_rule_may_be_split_over_its_metrics() -> None:
    whole = rule("needs_dpia", metrics=("dwell", "flow"))
    parts = [rule("needs_dpia", metrics=(name,)) for name in ("flow", "dwell")]

    assert is_as_strict(parts, [whole])
    assert is_as_strict([whole], parts)


@given(rules=st.lists(pack_rules, min_size=1, max_size=4))
def test_every_list_covers_itself(rules: list[PackRule]) -> None:
    assert is_as_strict(rules, rules)


@given(
    rules=st.lists(pack_rules, min_size=1, max_size=4), others=st.lists(pack_rules, min_size=1, max_size=3)
)
def test_what_is_as_strict_permits_no_more(rules: list[PackRule], others: list[PackRule]) -> None:
    if not is_as_strict(rules, others):
        rules = [*rules, *others]

    strict, mild = with_rules(*rules), with_rules(*others)

    allowed = {(task.metric, task.level) for task in tasks(mild).values()}
    assert {(task.metric, task.level) for task in tasks(strict).values()} <= allowed
    assert apply(strict).minimum_batch >= apply(mild).minimum_batch
    for here, there in zip(terms_of_purposes(strict), terms_of_purposes(mild), strict=True):
        assert not there.quiet & ~here.quiet
        assert not here.training & ~there.training
