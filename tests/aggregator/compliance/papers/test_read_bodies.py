"""Papers speak of reading bodies where the policy does it, and nowhere else."""

from dataclasses import replace

import pytest

from aggregator.compliance.papers.assessment import assessment
from aggregator.compliance.papers.read_bodies import INFERRED, RISK, inferred, read_bodies
from aggregator.compliance.papers.transparency_notice import transparency_notice
from policies.gated import GATED
from policies.loader import load_bundle
from policies.schema import PolicyBundle
from shared.schemas.task import MetricName
from tests.support.packs import DPIA, SHIPPED, adopt
from tests.support.papers import FACTS

NAMES: tuple[MetricName, ...] = ("posture", "intent")


@pytest.mark.parametrize("bundle", [SHIPPED, load_bundle(optional=["posture"])], ids=["shipped", "gated"])
def test_where_nothing_is_read_the_papers_are_silent(bundle: PolicyBundle) -> None:
    told = replace(FACTS, bundle=bundle)

    assert inferred(bundle) == ()
    assert len(transparency_notice(told).sections) == len(transparency_notice(FACTS).sections)
    assert RISK not in risks(bundle)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_read_stands_in_the_notice_with_its_assessment(name: MetricName) -> None:
    (section,) = inferred(adopt(name))

    assert section.table is not None
    assert section.table.rows == ((name, INFERRED[name], DPIA, "5", "50"),)
    assert section in transparency_notice(replace(FACTS, bundle=adopt(name))).sections


@pytest.mark.parametrize("name", NAMES)
def test_the_assessment_weighs_it(name: MetricName) -> None:
    assert RISK in risks(adopt(name))


def test_every_metric_that_reads_bodies_has_its_words() -> None:
    assert set(INFERRED) == set(GATED)
    assert [one.written.name for one in read_bodies(adopt("intent", bundle=adopt("posture")))] == list(NAMES)


def risks(bundle: PolicyBundle) -> tuple[tuple[str, ...], ...]:
    table = assessment(replace(FACTS, bundle=bundle)).sections[2].table
    assert table is not None
    return tuple(table.rows)
