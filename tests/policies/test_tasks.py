"""The same bundle gives the same tasks, and never more than the budget."""

from fractions import Fraction

import pytest

from policies.errors import DocumentError
from policies.loader import load_bundle
from policies.schema import PolicyBundle
from policies.tasks import shares, tasks
from shared.ids import TaskId
from shared.metrics import WITHOUT_COHORT_FORM
from shared.schemas.task import MetricName
from tests.support.packs import rule, with_rules

BUNDLE = load_bundle()


def with_pack(**effects: tuple[MetricName, ...]) -> PolicyBundle:
    """Return the shipped bundle under a pack with a rule for each effect on metrics."""
    return with_rules(*(rule(effect, metrics=names) for effect, names in effects.items()))


def test_shipped_prices_stay_within_the_site_share() -> None:
    spent = sum((task.exact_rho for task in tasks(BUNDLE).values()), Fraction(0))

    assert spent <= Fraction(BUNDLE.chain.budget.site)


def test_a_pack_moves_a_metric_to_the_cohort_lane() -> None:
    found = tasks(with_pack(cohort_only=("zone_visits",)))

    assert TaskId("zone_visits.day.cohort") in found
    assert TaskId("zone_visits.day.site") not in found
    assert found[TaskId("zone_visits.day.cohort")].minimum_batch == 5


def test_a_cohort_task_has_one_level() -> None:
    bundle = with_pack(cohort_only=("footfall",))

    assert [task.level for task in tasks(bundle).values() if task.metric == "footfall"] == ["hour"]


@pytest.mark.parametrize(("pack", "proof"), [("zones-by-cohort", ("prio3sumvec", 1000)), ("", ("none", 0))])
def test_proofs_are_asked_for_in_the_cohort_lane_only(pack: str, proof: tuple[str, int]) -> None:
    bundle = load_bundle(packs=[pack] if pack else [])
    documents = []
    for document in bundle.documents:
        rules = [one.model_copy(update={"max_per_site": 1000}) for one in document.metrics]
        documents.append(document.model_copy(update={"metrics": tuple(rules)}))

    found = tasks(bundle.model_copy(update={"documents": tuple(documents)}))

    (visits,) = [task for task in found.values() if task.metric == "zone_visits"]
    assert (visits.vdaf_id, visits.max_per_site) == proof


@pytest.mark.parametrize("metric", sorted(WITHOUT_COHORT_FORM))
def test_a_metric_without_cohort_form_is_off_when_it_is_moved(metric: MetricName) -> None:
    assert not any(task.metric == metric for task in tasks(with_pack(cohort_only=(metric,))).values())


def test_a_pack_turns_a_metric_off() -> None:
    assert not any(task.metric == "dwell" for task in tasks(with_pack(off=("dwell",))).values())


def test_a_metric_in_two_documents_is_refused() -> None:
    doubled = BUNDLE.model_copy(update={"documents": (*BUNDLE.documents, BUNDLE.documents[0])})

    with pytest.raises(DocumentError, match="two documents"):
        tasks(doubled)


def test_prices_over_the_share_are_refused() -> None:
    budget = BUNDLE.chain.budget.model_copy(update={"site": "1/100"})
    poor = BUNDLE.model_copy(update={"chain": BUNDLE.chain.model_copy(update={"budget": budget})})

    with pytest.raises(DocumentError, match="its share is 1/100"):
        tasks(poor)


def test_a_pack_does_not_mend_prices_over_the_share() -> None:
    budget = BUNDLE.chain.budget.model_copy(update={"site": "1/100"})
    chain = BUNDLE.chain.model_copy(update={"budget": budget})
    names: tuple[MetricName, ...] = tuple(task.metric for task in tasks(BUNDLE).values())

    with pytest.raises(DocumentError, match="its share is 1/100"):
        tasks(with_pack(off=names).model_copy(update={"chain": chain}))


def test_a_moved_metric_takes_its_price_to_the_other_lane() -> None:
    plain, moved = shares(BUNDLE), shares(with_pack(cohort_only=("zone_visits",)))

    assert moved["cohort"] - plain["cohort"] == plain["site"] - moved["site"] == Fraction(1, 50)


def test_moving_every_metric_keeps_within_both_shares() -> None:
    names = tuple(task.metric for task in tasks(BUNDLE).values())

    assert all(task.lane == "cohort" for task in tasks(with_pack(cohort_only=names)).values())


def test_shares_together_are_what_the_chain_says() -> None:
    budget = BUNDLE.chain.budget

    for bundle in (BUNDLE, with_pack(cohort_only=("footfall", "dwell"))):
        assert sum(shares(bundle).values()) == Fraction(budget.site) + Fraction(budget.cohort)


def test_what_follows_from_a_bundle_is_remembered() -> None:
    assert tasks(load_bundle()) is tasks(load_bundle())


def test_a_changed_bundle_is_another_one() -> None:
    dearer = BUNDLE.documents[0].metrics[0].model_copy(update={"unit_size": 77})
    document = BUNDLE.documents[0].model_copy(update={"metrics": (dearer,)})
    changed = BUNDLE.model_copy(update={"documents": (document, *BUNDLE.documents[1:])})

    assert hash(changed) == hash(BUNDLE)
    assert tasks(changed) != tasks(BUNDLE)


def test_nobody_can_change_what_is_remembered() -> None:
    with pytest.raises(AttributeError):
        tasks(BUNDLE).clear()  # type: ignore[attr-defined]  # the point is that it cannot be done
    assert tasks(BUNDLE)
