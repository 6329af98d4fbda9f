"""Every change is named, and nothing that permits more passes for a tightening."""

from datetime import time
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from policies.difference import RULES, Change, difference, loosens
from policies.errors import DocumentError
from policies.hours import EVERY_MINUTE, DailyHours, minutes_of
from policies.loader import load_bundle
from policies.pack import Pack
from policies.schema import (
    BudgetShares,
    ChainPolicy,
    LearningTerms,
    MetricRule,
    PolicyBundle,
    PolicyDocument,
    Retention,
)
from policies.tasks import tasks
from shared.schemas.task import ContributionBound
from shared.schemas.training_plan import TrainingPlan
from tests.support.packs import rule

ZONES = rule("cohort_only", metrics=("zone_visits",))
CAP = rule("cap", kept="audit_years", at_most=5)
OFF = rule("off", metrics=("dwell",))
NIGHT = DailyHours(begins_at=time(22), ends_at=time(6))
DAY = DailyHours(begins_at=time(9), ends_at=time(18))
SHIPPED = load_bundle(packs=["zones-by-cohort"])
FOOTFALL = next(at for at, document in enumerate(SHIPPED.documents) if document.purpose == "footfall")


def furnished() -> PolicyBundle:
    """Return the shipped bundle whose footfall document says everything that one can say."""
    footfall = SHIPPED.documents[FOOTFALL]
    says = {
        "quiet_hours": (NIGHT,),
        "training_hours": (NIGHT,),
        "children": "areas_masked",
        "jurisdictions": ("eu",),
        "retention": footfall.retention.model_copy(update={"window_hours": 24}),
        "notice_reference": "SIGN-1",
        "dpia_reference": "DPIA-1",
    }
    documents = list(SHIPPED.documents)
    documents[FOOTFALL] = footfall.model_copy(update=says)
    packs = (SHIPPED.packs[0].model_copy(update={"rules": (ZONES, CAP)}),)
    return SHIPPED.model_copy(update={"documents": tuple(documents), "packs": packs})


BUNDLE = furnished()
MODELS = (ChainPolicy, BudgetShares, PolicyDocument, MetricRule, ContributionBound, Retention, Pack)
COMPARED_IN_PARTS = {"budget", "retention", "bound", "metrics", "rho"}
CANNOT_CHANGE = {
    *("raw_frames_kept", "re_identification", "face_features", "staff_measured"),  # Literal[False]
    *("purpose", "name"),  # another name is another thing
}


def changed(*path: str | int, to: Any) -> PolicyBundle:
    """Return the bundle with the value at the path replaced."""
    fields = BUNDLE.model_dump()
    at: Any = fields
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = to
    return PolicyBundle.model_validate(fields)


def only(after: PolicyBundle) -> Change:
    (change,) = difference(BUNDLE, after)
    return change


TERMS = LearningTerms(
    task="intent",
    purpose="zones",
    plan=TrainingPlan(model_version=1, parameters=4),
    code_hash="0" * 64,
)
DOCUMENT = ("documents", FOOTFALL)
RULE = (*DOCUMENT, "metrics", 0)
LOOSENINGS: dict[str, PolicyBundle] = {
    "a higher budget": changed("chain", "budget", "total", to="1/2"),
    "a higher price": changed(*RULE, "rho", "hour", to="1/10"),
    "one level more": changed(*RULE, "rho", "week", to="1/1000"),
    "a bigger bound": changed(*RULE, "bound", "max_cells", to=2),
    "kept longer": changed(*DOCUMENT, "retention", "track_minutes", to=120),
    "reviewed later": changed(
        *DOCUMENT, "review_by", to=BUNDLE.documents[FOOTFALL].review_by.replace(year=2030)
    ),
    "no notice": changed(*DOCUMENT, "notice_required", to=False),
    "another basis": changed(*DOCUMENT, "lawful_basis", to="legal_obligation"),
    "more days to close": changed("chain", "cohort_closes_days", to=14),
    "one word more for zones": changed("chain", "zone_types", to=(*BUNDLE.chain.zone_types, "toys")),
    "a place no longer masked": changed("chain", "masked_zone_types", to=("toilet",)),
    "no pack": changed("packs", to=()),
    "no quiet hours at night": changed(*DOCUMENT, "quiet_hours", to=()),
    "training by day": changed(*DOCUMENT, "training_hours", to=(DAY, NIGHT)),
    "children not masked": changed(*DOCUMENT, "children", to="not_told_apart"),
    "windows kept longer": changed(*DOCUMENT, "retention", "window_hours", to=72),
    "models are trained across stores": changed("chain", "learning", to=TERMS.model_dump()),
    "the pack forbids less": changed("packs", 0, "rules", to=(ZONES.model_dump(),)),
}


@pytest.mark.parametrize("after", LOOSENINGS.values(), ids=LOOSENINGS)
def test_what_permits_more_loosens(after: PolicyBundle) -> None:
    assert only(after).effect == "loosens"


@pytest.mark.parametrize("after", LOOSENINGS.values(), ids=LOOSENINGS)
def test_taking_a_loosening_back_tightens(after: PolicyBundle) -> None:
    back = difference(after, BUNDLE)

    assert [change.effect for change in back] == ["tightens"] or back[0].path.endswith("lawful_basis")


@pytest.mark.parametrize(
    ("after", "effect"),
    [
        (changed(*DOCUMENT, "lawful_basis", to="consent"), "tightens"),
        (changed(*RULE, "lane", to="cohort"), "tightens"),
        (changed(*RULE, "minimum_count", to=10), "tightens"),
        (changed(*RULE, "max_per_site", to=1000), "tightens"),
        (changed("chain", "minimum_batch", to=7), "tightens"),
        (changed("chain", "version", to=2), "rewords"),
        (changed(*DOCUMENT, "title", to="Footfall"), "rewords"),
        (changed("chain", "budget", "total", to="2/8"), "rewords"),
        (changed(*RULE, "rho", "hour", to="2/40"), "rewords"),
        (changed("packs", 0, "reason", to="because the works council asked"), "rewords"),
        (changed("chain", "zone_types", to=BUNDLE.chain.zone_types[::-1]), "rewords"),
        (
            changed("packs", 0, "rules", to=(ZONES.model_dump(), CAP.model_dump(), OFF.model_dump())),
            "tightens",
        ),
        (changed("packs", 0, "jurisdiction", to="Nowhere"), "rewords"),
        (changed("chain", "masked_zone_types", to=BUNDLE.chain.masked_zone_types[::-1]), "rewords"),
        (changed(*DOCUMENT, "quiet_hours", to=(NIGHT, NIGHT)), "rewords"),
        (changed(*DOCUMENT, "training_hours", to=(NIGHT, NIGHT)), "rewords"),
        (changed(*DOCUMENT, "training_hours", to=()), "tightens"),
        (changed(*DOCUMENT, "jurisdictions", to=("eu", "eu")), "rewords"),
        (changed(*DOCUMENT, "jurisdictions", to=("eu", "uk")), "tightens"),
        (changed(*DOCUMENT, "jurisdictions", to=("uk",)), "loosens"),
        (changed(*DOCUMENT, "notice_reference", to="SIGN-2"), "rewords"),
        (changed(*DOCUMENT, "notice_reference", to=""), "loosens"),
        (changed(*DOCUMENT, "dpia_reference", to="DPIA-2"), "rewords"),
        (changed(*DOCUMENT, "dpia_reference", to=""), "loosens"),
    ],
    ids=[
        "consent",
        "to the cohort lane",
        "small numbers suppressed",
        "proofs asked for",
        "more stores behind a sum",
        "a new version",
        "another title",
        "the same fraction",
        "the same price",
        "another reason",
        "zone types in another order",
        "a metric off",
        "another place",
        "masked places in another order",
        "the same quiet hours twice",
        "the same training hours twice",
        "no training",
        "the same jurisdiction twice",
        "one jurisdiction more",
        "another jurisdiction",
        "another text for the sign",
        "no text for the sign",
        "another assessment",
        "no assessment",
    ],
)
def test_other_changes_are_what_they_are(after: PolicyBundle, effect: str) -> None:
    assert only(after).effect == effect


@pytest.mark.parametrize(
    ("old", "new", "effect"),
    [(1000, 0, "loosens"), (1000, 2000, "loosens"), (1000, 500, "tightens"), (0, 1000, "tightens")],
    ids=["no proof", "a higher bound", "a lower bound", "a proof"],
)
def test_a_bound_that_is_proved_binds(old: int, new: int, effect: str) -> None:
    assert RULES[MetricRule]["max_per_site"](old, new)[0] == effect


def test_the_first_assessment_opens_what_waits_for_it() -> None:
    without = changed(*DOCUMENT, "dpia_reference", to="")

    assert [change.effect for change in difference(without, BUNDLE)] == ["loosens"]


@given(
    begin=st.times(min_value=time(0), max_value=time(23)).map(lambda t: t.replace(second=0, microsecond=0))
)
def test_quiet_hours_that_do_not_loosen_cover_the_former_ones(begin: time) -> None:
    after = (DailyHours(begins_at=begin, ends_at=time(6)),)

    changes = difference(BUNDLE, changed(*DOCUMENT, "quiet_hours", to=after))

    uncovered = minutes_of((NIGHT,)) & (EVERY_MINUTE ^ minutes_of(after))
    assert loosens(changes) == bool(uncovered)


def test_hours_are_written_as_a_person_writes_them() -> None:
    change = only(changed(*DOCUMENT, "quiet_hours", to=(NIGHT, DAY)))

    assert (change.before, change.after) == ("22:00–06:00", "22:00–06:00, 09:00–18:00")


def test_a_change_says_where_and_what() -> None:
    change = only(changed(*DOCUMENT, "retention", "track_minutes", to=120))

    assert (change.path, change.before, change.after) == (
        "documents.footfall.retention.track_minutes",
        "60",
        "120",
    )


def test_a_purpose_more_loosens_and_one_less_tightens() -> None:
    fewer = BUNDLE.model_copy(update={"documents": BUNDLE.documents[1:]})

    gone, come = difference(BUNDLE, fewer), difference(fewer, BUNDLE)

    assert ([c.effect for c in gone], [c.effect for c in come]) == (["tightens"], ["loosens"])


def test_the_order_of_a_pack_says_nothing() -> None:
    rules = (ZONES.model_dump(), OFF.model_dump())
    both, turned = changed("packs", 0, "rules", to=rules), changed("packs", 0, "rules", to=rules[::-1])

    assert [change.effect for change in difference(both, turned)] == ["rewords"]


def test_the_rules_of_a_pack_are_told_in_words() -> None:
    change = only(changed("packs", 0, "rules", to=(ZONES.model_dump(), CAP.model_dump(), OFF.model_dump())))

    assert change.after == (
        "zone visits: only as sums over several stores, "
        "entries of the audit log: kept for at most 5 years, dwell: not measured"
    )


def test_nothing_changed_is_no_change() -> None:
    assert difference(BUNDLE, BUNDLE) == ()
    assert not loosens(difference(BUNDLE, BUNDLE))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_has_its_rule(model: type[BaseModel]) -> None:
    assert set(model.model_fields) - set(RULES[model]) <= COMPARED_IN_PARTS | CANNOT_CHANGE


def test_a_field_that_no_rule_knows_loosens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policies.difference.RULES", {})

    change = only(changed(*DOCUMENT, "retention", "track_minutes", to=10))

    assert (change.effect, change.why.startswith("no rule")) == ("loosens", True)


@given(
    rho=st.fractions(Fraction(1, 1000), Fraction(1, 10), max_denominator=1000),
    lane=st.sampled_from(["site", "cohort"]),
    count=st.integers(0, 5),
    off=st.sets(st.sampled_from(["dwell", "heatmap", "flow"])),
    packed=st.booleans(),
)
def test_what_does_not_loosen_permits_no_task_that_was_not_there(
    rho: Fraction, lane: str, count: int, off: set[str], packed: bool
) -> None:
    fields = BUNDLE.model_dump()
    written = fields["documents"][FOOTFALL]["metrics"][0]
    written |= {"lane": lane, "minimum_count": count}
    written["rho"]["hour"] = f"{rho.numerator}/{rho.denominator}"
    fields["packs"] = fields["packs"] if packed else ()
    if packed:
        forbidden = (rule("off", metrics=tuple(sorted(off))).model_dump(),) if off else ()
        fields["packs"][0]["rules"] = (*fields["packs"][0]["rules"], *forbidden)
    after = PolicyBundle.model_validate(fields)
    if loosens(difference(BUNDLE, after)):
        return

    try:
        permitted = tasks(after)
    except DocumentError:
        return  # a lane's price over its share: such a bundle is never in force
    before = {(task.metric, task.level): task for task in tasks(BUNDLE).values()}
    for task in permitted.values():
        old = before[task.metric, task.level]
        assert task.exact_rho <= old.exact_rho
        assert (old.lane, task.lane) != ("cohort", "site")
