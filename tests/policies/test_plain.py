"""An officer reads what holds, and on which article something is off."""

from datetime import time

import pytest

from policies.hours import DailyHours
from policies.loader import load_bundle
from policies.pack import PackRule
from policies.plain import Told, tell
from policies.schema import PolicyBundle
from tests.support.packs import SHIPPED, pack, rule, under, with_documents, with_rules

NIGHT = DailyHours(begins_at=time(22), ends_at=time(6))
BECAUSE = ("test, Art. 1: because a test says so",)


def told(bundle: PolicyBundle, label: str, purpose: str = "zones") -> list[Told]:
    """Return what is told about a purpose under a label."""
    document = next(d for d in bundle.documents if d.purpose == purpose)
    return [one for one in tell(document, bundle) if one.label == label]


def test_without_packs_the_document_speaks_alone() -> None:
    assert [one.because for one in tell(SHIPPED.documents[0], SHIPPED) if one.because] == []


@pytest.mark.parametrize(
    ("tightening", "label", "words"),
    [
        (rule("off", metrics=("zone_visits",)), "metric", "zone visits: off"),
        (
            rule("cohort_only", metrics=("zone_visits",)),
            "metric",
            "zone visits: only as a sum over several stores (cohort lane; day rho 1/50)",
        ),
        (rule("needs_notice"), "notice", "a sign must hang"),
        (rule("quiet_hours", hours=[NIGHT.model_dump()]), "quiet hours", "22:00–06:00"),
        (
            rule("cap", kept="release_months", at_most=13),
            "kept",
            "tracks 60 minutes, unsent reports 30 days, published numbers 13 months, "
            "movement windows 72 hours, audit entries 6 years",
        ),
    ],
    ids=["off", "moved", "notice", "quiet", "capped"],
)
def test_what_a_pack_did_is_told_with_its_article(tightening: PackRule, label: str, words: str) -> None:
    first = told(with_rules(tightening), label)[0]

    assert first == Told(label, words, BECAUSE)


def test_a_cap_that_cuts_nothing_is_not_told() -> None:
    assert told(with_rules(rule("cap", kept="release_months", at_most=25)), "kept")[0].because == ()


@pytest.mark.parametrize(
    ("rules", "words", "because"),
    [
        ((), "22:00–06:00", ()),
        ((rule("training_needs_dpia"),), "no model is trained", BECAUSE),
        ((rule("training_hours", hours=()),), "no model is trained", BECAUSE),
    ],
    ids=["no pack", "no assessment", "no training"],
)
def test_training_is_told(rules: tuple[PackRule, ...], words: str, because: tuple[str, ...]) -> None:
    held = [pack(*rules)] if rules else []

    bundle = under(*held, bundle=with_documents(training_hours=(NIGHT,)))

    assert told(bundle, "training")[0] == Told("training", words, because)


def test_papers_and_small_numbers_are_told() -> None:
    bundle = under(
        pack(rule("minimum_count", metrics=("dwell",), at_least=7)),
        bundle=with_documents(notice_reference="SIGN-1", dpia_reference="DPIA-1"),
    )

    assert told(bundle, "notice")[0].words == "a sign must hang (SIGN-1)"
    assert told(bundle, "assessment")[0].words == "DPIA-1"
    assert told(bundle, "metric")[1].words.endswith("day rho 1/50, shown from 7)")


def test_where_no_sign_is_needed_it_is_said() -> None:
    assert told(with_documents(notice_required=False), "notice")[0].words == "not required"


def test_under_the_european_pack_an_officer_learns_why_the_heatmap_is_off() -> None:
    (metric,) = told(load_bundle(packs=["eu"]), "metric", "heatmap")

    assert metric.words == "heatmap: off"
    assert metric.because[0].startswith("eu, GDPR Art. 35(3)(c): ")


def test_a_metric_that_no_pack_turned_off_names_no_pack() -> None:
    flow = next(d for d in SHIPPED.documents if d.purpose == "flow")
    written = flow.metrics[0].model_copy(update={"lane": "cohort"})
    bundle = SHIPPED.model_copy(update={"documents": (flow.model_copy(update={"metrics": (written,)}),)})

    assert told(bundle, "metric", "flow")[0].because[0].startswith("GDPR Art. 25(1): ")


@pytest.mark.parametrize(
    ("packs", "words"),
    [
        (["zones-by-cohort"], "day rho 1/50, no store adds more than 1000 to a cell and proves it)"),
        ([], "day rho 1/50)"),
    ],
    ids=["in the cohort lane", "in the site lane, where noise has no bound"],
)
def test_a_bound_that_is_proved_is_told(packs: list[str], words: str) -> None:
    bundle = load_bundle(packs=packs)
    zones = next(d for d in bundle.documents if d.purpose == "zones")
    rules = tuple(one.model_copy(update={"max_per_site": 1000}) for one in zones.metrics)
    others = tuple(d for d in bundle.documents if d.purpose != "zones")
    documents = (*others, zones.model_copy(update={"metrics": rules}))

    found = told(bundle.model_copy(update={"documents": documents}), "metric")

    assert any(one.words.startswith("zone visits: ") and one.words.endswith(words) for one in found)


def test_a_purpose_that_only_trains_is_told_with_the_gate_that_is_closed() -> None:
    bundle = load_bundle(optional=["learning"])

    told = {one.label: one for one in tell(bundle.documents[-1], bundle)}

    assert told["training"].words == "no model is trained"
    assert told["training"].because[0].startswith("GDPR Art. 35(1)")
    assert "metric" not in told
