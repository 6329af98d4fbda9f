"""The page says when stores train, and whether somebody chose other hours than those that ship."""

from datetime import time

from aggregator.consoles.learning.hours import hours_in_words
from policies.hours import DailyHours
from policies.loader import load_bundle
from policies.schema import LearningTerms, PolicyBundle
from shared.schemas.training_plan import TrainingPlan

BUNDLE = load_bundle(optional=["learning"])
PLAN = TrainingPlan(model_version=1, parameters=4)
ALL_DAY = DailyHours(begins_at=time(), ends_at=time())


def learning(purpose: str = "learning", **document: object) -> PolicyBundle:
    terms = LearningTerms(task="intent", purpose=purpose, plan=PLAN, code_hash="0" * 64)
    update = {"dpia_reference": "DPIA-1", **document}
    documents = tuple(
        one.model_copy(update=update) if one.purpose == "learning" else one for one in BUNDLE.documents
    )
    chain = BUNDLE.chain.model_copy(update={"learning": terms})
    return BUNDLE.model_copy(update={"chain": chain, "documents": documents})


def test_shipped_hours_are_told_as_they_are() -> None:
    assert hours_in_words(learning()) == "Stores train 01:00–05:00, on their own clocks."


def test_other_hours_are_told_beside_those_that_ship() -> None:
    said = hours_in_words(learning(training_hours=(ALL_DAY,)))

    assert said == (
        "This chain has hours of its own: stores train at any hour, "
        "where the document that ships says 01:00–05:00."
    )


def test_a_closed_gate_leaves_no_hour() -> None:
    assert "stores train at no hour" in hours_in_words(learning(dpia_reference=""))


def test_a_purpose_that_does_not_ship_has_hours_of_its_own() -> None:
    assert hours_in_words(learning("zones")) == "Stores train at no hour, on their own clocks."


def test_without_terms_nothing_is_said() -> None:
    assert hours_in_words(None) == hours_in_words(BUNDLE) == hours_in_words(learning("faces")) == ""
