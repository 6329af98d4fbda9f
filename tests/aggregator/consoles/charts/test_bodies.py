"""The card stands only where the policy has it, with its notice, and draws nothing that is withheld."""

from aggregator.consoles.charts.bodies import chart, is_adopted
from aggregator.consoles.model import Chart
from aggregator.insights.bodies import bodies
from aggregator.insights.index import Index
from policies.loader import load_bundle
from policies.wording import forbidden_words
from shared.schemas.task import MetricName
from tests.aggregator.insights.test_bodies import POLICY, index_over, released
from tests.support.hq_world import question
from tests.support.packs import DPIA, SHIPPED, adopt

WEEK = {"from_": "2026-11-16", "to": "2026-11-22"}
METRICS: tuple[MetricName, ...] = ("posture", "intent")


def drawn(metric: MetricName, index: Index, **parameters: str) -> Chart:
    asked = question(index, **(WEEK | parameters))
    return chart(asked, metric, bodies(index, asked.scope, metric), POLICY)


def test_only_a_policy_that_measures_it_has_the_card() -> None:
    assert is_adopted("posture", adopt("posture"))
    assert not is_adopted("intent", adopt("posture"))
    assert not is_adopted("posture", SHIPPED)
    assert not is_adopted("posture", load_bundle(optional=["posture"]))
    assert not is_adopted("posture", None)


def test_the_notice_the_assessment_and_the_staff_stand_on_the_card() -> None:
    notes = " ".join(drawn("posture", index_over(released("posture", {}, others=300))).notes)

    for said in (POLICY.documents[-2].statement, "notice-movement-1", "Art. 50(3)", DPIA, "Art. 5(1)(f)"):
        assert said in notes
    assert "below 50 are withheld" in notes


def test_the_card_speaks_of_no_state_of_mind() -> None:
    for metric in METRICS:
        told = drawn(metric, index_over(released(metric, {}, others=300)))

        assert forbidden_words(told.model_dump_json()) == ()


def test_a_number_has_its_whisker_and_a_withheld_one_is_hatched() -> None:
    told = drawn(
        "intent", index_over(released("intent", {"queue:reach": 700, "chilled:reach": 2}, others=90))
    )

    solid, hatched = told.figure["data"]
    assert (solid["y"][0], solid["x"][0]) == ("queue", 700)
    assert len(solid["error_x"]["array"]) == len(solid["y"]) == 7
    assert hatched["y"] == ["chilled"]
    assert told.lead.startswith("Most expected to reach: queue, 700 ± ")


def test_the_table_has_every_cell() -> None:
    told = drawn("posture", index_over(released("posture", {"grocery:openness_2": 12}, others=300)))

    cells = {(row[0].text, row[1].text): row[2] for row in told.table.rows}
    withheld = cells["grocery", "openness 2"]
    assert len(cells) == 7 * 8
    assert (withheld.text, withheld.kind) == ("fewer than 50", "suppressed")


def test_where_everything_is_too_few_the_card_says_so() -> None:
    told = drawn("posture", index_over(released("posture", {}, others=10)))

    assert told.lead == "In no type of zone is the number large enough to be shown (fewer than 50)."


def test_without_a_sum_the_card_says_why() -> None:
    told = drawn("posture", index_over(released("posture", {}, suppressed="fewer than 5 sites")))

    assert (told.empty, told.withheld, told.figure, told.lead) == ("fewer than 5 sites", True, {}, "")
