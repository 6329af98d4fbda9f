"""What packs turn off, cut short or wait for is told before anyone signs."""

from datetime import date, time

import pytest

from policies.finding import Finding
from policies.hours import DailyHours
from policies.lint import findings
from policies.lint_packs import LINTS
from policies.loader import load_bundle
from policies.schema import PolicyBundle
from tests.support.packs import SHIPPED, pack, rule, under, with_documents, with_rules

TODAY = date(2026, 11, 26)
NIGHT = DailyHours(begins_at=time(22), ends_at=time(6))

BAD: dict[str, tuple[PolicyBundle, str, str]] = {
    "pack_missing": (with_documents(jurisdictions=("eu",)), "error", "footfall"),
    "no_jurisdiction": (SHIPPED, "warning", "packs"),
    "turned_off": (with_rules(rule("cohort_only", metrics=("flow",))), "warning", "flow"),
    "missing_dpia": (with_rules(rule("needs_dpia", metrics=("dwell",))), "warning", "zones"),
    "missing_consent": (with_rules(rule("needs_consent", metrics=("dwell",))), "warning", "zones"),
    "missing_notice": (with_rules(rule("needs_notice")), "warning", "footfall"),
    "over_cap": (with_rules(rule("cap", kept="release_months", at_most=13)), "warning", "packs.test"),
    "training_outside": (
        under(pack(rule("training_hours", hours=())), bundle=with_documents(training_hours=(NIGHT,))),
        "warning",
        "footfall",
    ),
}
GOOD: dict[str, PolicyBundle] = {
    "pack_missing": under(
        pack(rule("needs_notice"), name="eu"), bundle=with_documents(jurisdictions=("eu",))
    ),
    "no_jurisdiction": under(pack(rule("needs_notice"), jurisdiction="Somewhere")),
    "turned_off": with_rules(rule("cohort_only", metrics=("dwell",))),
    "missing_dpia": under(
        pack(rule("needs_dpia", metrics=("dwell",))), bundle=with_documents(dpia_reference="DPIA-1")
    ),
    "missing_consent": under(
        pack(rule("needs_consent", metrics=("dwell",))), bundle=with_documents(lawful_basis="consent")
    ),
    "missing_notice": under(pack(rule("needs_notice")), bundle=with_documents(notice_reference="SIGN-1")),
    "over_cap": with_rules(rule("cap", kept="release_months", at_most=25)),
    "training_outside": with_documents(training_hours=(NIGHT,)),
}


def found(bundle: PolicyBundle, name: str) -> list[Finding]:
    """Return the findings of one name."""
    return [finding for finding in findings(bundle, TODAY) if finding.name == name]


@pytest.mark.parametrize("name", LINTS)
def test_what_is_wrong_is_found_by_name(name: str) -> None:
    bundle, severity, where = BAD[name]

    assert (severity, where) in {(finding.severity, finding.where) for finding in found(bundle, name)}


@pytest.mark.parametrize("name", LINTS)
def test_what_is_right_is_not_found(name: str) -> None:
    assert found(GOOD[name], name) == []


def test_a_metric_that_waits_names_the_article() -> None:
    (finding,) = found(BAD["missing_dpia"][0], "missing_dpia")

    assert finding.words == "refers to no impact assessment (Art. 1): dwell is turned off"


def test_under_the_european_pack_the_shipped_documents_wait_for_papers() -> None:
    names = {finding.name for finding in findings(load_bundle(packs=["eu"]), TODAY)}

    assert names == {"missing_dpia", "missing_notice"}
