"""Each finding has its name, and the shipped documents have none that is an error."""

from datetime import date, time
from typing import Any

import pytest
from click.testing import CliRunner

from policies import lint_packs
from policies.cli import policy
from policies.hours import DailyHours
from policies.lint import LINTS, findings
from policies.loader import SHIPPED, load_bundle
from policies.schema import PolicyBundle
from tests.support.packs import rule, with_documents, with_rules

BUNDLE = load_bundle()
TODAY = date(2026, 11, 26)
FOOTFALL = next(at for at, document in enumerate(BUNDLE.documents) if document.purpose == "footfall")
DOCUMENT = ("documents", FOOTFALL)
ALL_DAY = ({"begins_at": time(0), "ends_at": time(0)},)


def changed(*path: str | int, to: Any) -> PolicyBundle:
    """Return the shipped bundle with the value at the path replaced."""
    fields = BUNDLE.model_dump()
    at: Any = fields
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = to
    return PolicyBundle.model_validate(fields)


BAD: dict[str, tuple[PolicyBundle, str, str]] = {
    "inconsistent": (changed("chain", "budget", "site", to="1/100"), "error", "documents"),
    "review_overdue": (changed(*DOCUMENT, "review_by", to=date(2026, 11, 25)), "error", "footfall"),
    "review_soon": (changed(*DOCUMENT, "review_by", to=TODAY), "warning", "footfall"),
    "no_notice": (changed(*DOCUMENT, "notice_required", to=False), "error", "footfall"),
    "forbidden_word": (
        changed(*DOCUMENT, "statement", to="Tells the mood of people who walk in."),
        "error",
        "footfall",
    ),
    "short_outbox": (changed(*DOCUMENT, "retention", "outbox_days", to=7), "warning", "footfall"),
    "nothing_to_measure": (
        changed("chain", "zone_types", to=tuple(kind for kind in BUNDLE.chain.zone_types if kind != "queue")),
        "warning",
        "queue",
    ),
    "unspent": (
        changed("chain", "budget", to={"total": "1/1", "site": "9/10", "cohort": "1/200", "learn": "3/100"}),
        "warning",
        "chain.budget.site",
    ),
    "unassessed": (with_rules(rule("cohort_only", metrics=("footfall",))), "warning", "footfall"),
    "masked_measured": (
        changed("chain", "masked_zone_types", to=("checkout",)),
        "error",
        "chain.masked_zone_types",
    ),
    "closed_gate": (load_bundle(optional=["posture"]), "error", "posture"),
    "quiet_always": (changed(*DOCUMENT, "quiet_hours", to=ALL_DAY), "error", "footfall"),
    "no_windows": (
        with_documents(
            training_hours=(DailyHours.model_validate(ALL_DAY[0]),),
            retention=BUNDLE.documents[FOOTFALL].retention.model_copy(update={"window_hours": 0}),
        ),
        "warning",
        "footfall",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_found_by_name(name: str) -> None:
    bundle, severity, where = BAD[name]

    found = {(finding.name, finding.severity, finding.where) for finding in findings(bundle, TODAY)}

    assert (name, severity, where) in found


@pytest.mark.parametrize(
    ("today", "name", "severity"),
    [(date(2027, 12, 1), "ends_soon", "warning"), (date(2028, 1, 1), "expired", "error")],
    ids=["soon", "over"],
)
def test_the_end_of_a_policy_is_announced(today: date, name: str, severity: str) -> None:
    found = {finding.name: finding.severity for finding in findings(BUNDLE, today)}

    assert found[name] == severity


def test_the_shipped_documents_only_ask_for_a_place() -> None:
    assert [finding.name for finding in findings(BUNDLE, TODAY)] == ["no_jurisdiction"]


def test_a_purpose_named_after_a_feeling_is_found() -> None:
    bundle = changed(*DOCUMENT, "purpose", to="mood-map")

    assert [f.where for f in findings(bundle, TODAY) if f.name == "forbidden_word"] == ["mood-map"]


def test_errors_come_first() -> None:
    fields = BAD["short_outbox"][0].model_dump()
    fields["documents"][-1]["notice_required"] = False

    found = findings(PolicyBundle.model_validate(fields), TODAY)

    assert [finding.severity for finding in found] == ["error", "warning", "warning"]


def test_every_check_is_tried_here() -> None:
    tried = {*BAD, "review", "ends"} - {"review_overdue", "review_soon"}

    assert tried == set(LINTS) - set(lint_packs.LINTS)


def test_a_lane_that_nothing_uses_is_not_unspent() -> None:
    assert not any(finding.where == "chain.budget.cohort" for finding in findings(BUNDLE, TODAY))


def test_a_metric_that_is_off_needs_no_assessment() -> None:
    moved_and_off = with_rules(rule("cohort_only", metrics=("footfall",)), rule("off", metrics=("footfall",)))

    assert not any(finding.name == "unassessed" for finding in findings(moved_and_off, TODAY))


def test_every_finding_is_documented_and_in_the_help_of_lint() -> None:
    names = {finding.name for bundle, *_ in BAD.values() for finding in findings(bundle, TODAY)}
    names |= set(lint_packs.LINTS) | {"ends_soon", "expired"}
    readme = (SHIPPED / "README.md").read_text(encoding="utf-8")
    told = CliRunner().invoke(policy, ["lint", "--help"]).output

    assert [name for name in sorted(names) if f"`{name}`" not in readme or name not in told] == []


def test_the_gate_before_learning_is_found_too() -> None:
    found = findings(load_bundle(optional=["learning"]), TODAY)

    assert [one.where for one in found if one.name == "closed_gate"] == ["learning"]
