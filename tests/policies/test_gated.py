"""Every gate before posture and intent: each alone closes it, with its article, and nothing opens it."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.circumstances import USUAL, Circumstances
from policies.engine import Action, Decision, Deny, Permit, Request, decide
from policies.gated import GATED, LEAST_COUNT, gates, training_gates
from policies.hours import DailyHours, minutes_of
from policies.lint import findings
from policies.loader import SHIPPED as FOLDER
from policies.loader import load_bundle
from policies.pack import Pack
from policies.schema import MetricRule, PolicyBundle, PolicyDocument
from policies.tasks import tasks
from policies.training import learning_purposes
from policies.wording import forbidden_words
from shared.config import load_toml
from shared.ids import TaskId
from shared.metrics import WITHOUT_SITE_FORM
from shared.schemas.task import Lane, MetricName
from tests.support.packs import DPIA, SHIPPED, adopt, pack, packs, rule, under

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
NAMES: tuple[MetricName, ...] = ("posture", "intent")
WRITTEN = {name: load_toml(FOLDER / "optional" / f"{name}.toml", PolicyDocument) for name in NAMES}
ASSESSED = {"posture": "GDPR Art. 35(3)(c)", "intent": "EU AI Act Art. 3(39), Annex III(1)(c), Art. 26(9)"}


def ask(
    bundle: PolicyBundle,
    name: MetricName,
    about: Circumstances = USUAL,
    *,
    lane: Lane = "cohort",
    action: Action = "record",
) -> Decision:
    return decide(Request(action, TaskId(f"{name}.week.{lane}"), NOW), bundle, NOW, about)


@pytest.mark.parametrize("name", NAMES)
def test_a_document_that_is_whole_permits_it(name: MetricName) -> None:
    decision = ask(adopt(name), name)

    assert isinstance(decision, Permit)
    assert (decision.task.lane, decision.task.minimum_batch) == ("cohort", 5)
    assert decision.task.minimum_count >= LEAST_COUNT


@pytest.mark.parametrize("name", NAMES)
def test_no_shipped_document_measures_it(name: MetricName) -> None:
    decision = ask(SHIPPED, name)

    assert isinstance(decision, Deny)
    assert decision.rule == "no_such_task"


@pytest.mark.parametrize("name", NAMES)
def test_the_document_as_it_is_shipped_waits_for_an_assessment(name: MetricName) -> None:
    bundle = load_bundle(optional=[name])

    decision = ask(bundle, name)

    assert isinstance(decision, Deny)
    assert (decision.rule, decision.article) == ("no_dpia", ASSESSED[name])


CLOSED: dict[str, tuple[dict[str, object], dict[str, object], str]] = {
    "no_notice": ({}, {"notice_required": False}, "EU AI Act Art. 50(3)"),
    "no_notice, no text": ({}, {"notice_reference": ""}, "EU AI Act Art. 50(3)"),
    "no_dpia": ({}, {"dpia_reference": ""}, ""),
    "small_counts": ({"minimum_count": LEAST_COUNT - 1}, {}, "GDPR Art. 5(1)(c)"),
    "no_site_form": ({"lane": "site"}, {}, "GDPR Art. 25(1)"),
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("gate", CLOSED)
@pytest.mark.parametrize("action", ["record", "keep", "send", "release"])
@pytest.mark.parametrize("lane", ["site", "cohort"])
def test_each_gate_alone_denies_with_its_article(
    name: MetricName, gate: str, action: Action, lane: Lane
) -> None:
    metric, fields, article = CLOSED[gate]

    decision = ask(adopt(name, metric, **fields), name, lane=lane, action=action)

    assert isinstance(decision, Deny)
    assert (decision.rule, decision.article) == (gate.partition(",")[0], article or ASSESSED[name])


@pytest.mark.parametrize("name", NAMES)
def test_every_closed_gate_is_told_before_anyone_signs(name: MetricName) -> None:
    for gate, (metric, fields, article) in CLOSED.items():
        found = findings(adopt(name, metric, **fields), date(2026, 11, 26))

        told = [finding for finding in found if finding.name == "closed_gate"]
        assert [(one.severity, one.where) for one in told] == [("error", name)], gate
        assert (article or ASSESSED[name]) in told[0].words


@pytest.mark.parametrize("name", NAMES)
def test_all_gates_are_told_at_once(name: MetricName) -> None:
    document = adopt(name, {"lane": "site", "minimum_count": 0}, notice_reference="", dpia_reference="")

    closed = gates(document.documents[-1].metrics[0], document.documents[-1])

    assert {cause.rule for cause in closed} == {"no_site_form", "no_notice", "no_dpia", "small_counts"}


def test_other_metrics_have_no_gates() -> None:
    bare = SHIPPED.documents[0].model_copy(update={"notice_required": False})

    assert gates(bare.metrics[0], bare) == frozenset()


@pytest.mark.parametrize("name", NAMES)
def test_nobody_who_works_there_is_read(name: MetricName) -> None:
    decision = ask(adopt(name), name, Circumstances(worn="staff"))

    assert isinstance(decision, Deny)
    assert (decision.rule, decision.article) == ("staff_inferred", "EU AI Act Art. 5(1)(f)")


@pytest.mark.parametrize("name", NAMES)
def test_where_no_sign_hangs_it_is_not_recorded(name: MetricName) -> None:
    decision = ask(adopt(name), name, Circumstances(is_attested=False))

    assert isinstance(decision, Deny)
    assert decision.rule == "not_attested"


@given(more=st.lists(packs, max_size=3), name=st.sampled_from(NAMES), gate=st.sampled_from(sorted(CLOSED)))
def test_no_pack_opens_a_gate(more: list[Pack], name: MetricName, gate: str) -> None:
    metric, fields, _ = CLOSED[gate]

    bundle = under(*more, bundle=adopt(name, metric, **fields))

    assert all(task.metric != name for task in tasks(bundle).values())


def test_a_pack_that_asks_for_more_people_does_not_mend_a_document_that_asks_for_few() -> None:
    bundle = adopt("posture", {"minimum_count": 10})
    raised = under(pack(rule("minimum_count", metrics=("posture",), at_least=60)), bundle=bundle)

    decision = ask(raised, "posture")

    assert isinstance(decision, Deny)
    assert decision.rule == "small_counts"


@pytest.mark.parametrize("name", NAMES)
def test_under_the_law_of_the_union_an_assessed_document_is_measured(name: MetricName) -> None:
    european = load_bundle(packs=["eu"])

    assert isinstance(ask(adopt(name, bundle=european), name), Permit)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("jurisdiction", ["strict", "us-il"])
def test_where_bodies_may_not_be_read_nothing_measures_it(name: MetricName, jurisdiction: str) -> None:
    decision = ask(adopt(name, bundle=load_bundle(packs=[jurisdiction])), name)

    assert isinstance(decision, Deny)
    assert decision.rule == "off_by_pack"


@pytest.mark.parametrize("names", [("posture",), ("intent",), NAMES], ids=["one", "the other", "both"])
def test_the_shipped_price_fits_beside_everything_else(names: tuple[MetricName, ...]) -> None:
    bundle = SHIPPED
    for name in names:
        bundle = adopt(name, bundle=bundle)

    found = findings(bundle, date(2026, 11, 26))

    assert {finding.name for finding in found} == {"no_jurisdiction"}
    assert {f"{name}.week.cohort" for name in names} <= set(tasks(bundle))


def test_a_price_over_the_share_is_found() -> None:
    bundle = adopt("posture", {"rho": {"week": "1/100"}})

    assert "inconsistent" in {finding.name for finding in findings(bundle, date(2026, 11, 26))}


def test_gates_stand_before_what_reads_bodies() -> None:
    assert GATED == WITHOUT_SITE_FORM


@pytest.mark.parametrize("name", NAMES)
def test_its_document_speaks_of_no_state_of_mind(name: MetricName) -> None:
    document = WRITTEN[name]

    assert forbidden_words(f"{document.title} {document.statement}") == ()


def test_a_rule_as_written_is_what_the_gate_looks_at() -> None:
    document = WRITTEN["posture"].model_copy(update={"dpia_reference": DPIA})

    rule_at_the_edge: MetricRule = document.metrics[0].model_copy(update={"minimum_count": LEAST_COUNT})

    assert gates(rule_at_the_edge, document) == frozenset()


LEARNING = load_toml(FOLDER / "optional" / "learning.toml", PolicyDocument)
TOLD_AND_ASSESSED = LEARNING.model_copy(update={"dpia_reference": "DPIA-1"})


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        ({}, set()),
        ({"dpia_reference": ""}, {"no_dpia"}),
        ({"notice_reference": ""}, {"no_notice"}),
        ({"notice_required": False}, {"no_notice"}),
    ],
    ids=["whole", "not assessed", "no text", "no notice"],
)
def test_a_purpose_that_only_trains_has_gates_of_its_own(change: dict[str, object], rules: set[str]) -> None:
    document = TOLD_AND_ASSESSED.model_copy(update=change)
    bundle = SHIPPED.model_copy(update={"documents": (*SHIPPED.documents, document)})

    assert {cause.rule for cause in training_gates(document)} == rules
    assert bool(learning_purposes(bundle)) is not bool(rules)


def test_the_document_for_learning_waits_for_an_assessment_and_trains_at_night() -> None:
    assert {cause.rule for cause in training_gates(LEARNING)} == {"no_dpia"}
    assert minutes_of(LEARNING.training_hours) == minutes_of([DailyHours(begins_at=time(1), ends_at=time(5))])
    assert not forbidden_words(f"{LEARNING.title} {LEARNING.statement}")


def test_no_gate_of_training_stands_before_what_is_measured() -> None:
    assert not any(training_gates(document) for document in SHIPPED.documents)
