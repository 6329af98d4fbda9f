"""The leader's half, step by step."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from aggregator.aggregate import closing
from aggregator.aggregate.batch import BatchName, Terms, terms_of
from aggregator.database import writing
from aggregator.tables import EdgeRow, LayoutRow, ReportRow
from shared.ids import CohortId, EdgeId, TaskId
from shared.schemas.layout import layout_hash
from shared.wire.codec import Role
from tests.support.hub_world import Party, open_copy, serving
from tests.support.two_hubs import cohort_envelopes
from tests.support.vector_world import COHORT, COHORT_TASK, NOW, make_world

WORLD = make_world()


@pytest.fixture
def leader(templates: dict[Role, Path], tmp_path: Path) -> Iterator[Party]:
    with serving(open_copy(templates["leader"], tmp_path / "leader")) as party:
        for edge in WORLD.edges:
            vector = np.ones(WORLD.length(COHORT_TASK), dtype=np.int64)
            assert party.post(cohort_envelopes(WORLD, edge, vector)["leader"]).status_code == 201
        yield party


def batch(leader: Party) -> tuple[BatchName, Terms]:
    name = BatchName(TaskId(COHORT_TASK), CohortId(COHORT), leader.rows(ReportRow)[0].epoch)
    with writing(leader.hub.engine) as session:
        terms = terms_of(name, leader.hub.policies.refresh(session).values())
    assert terms is not None
    return name, terms


def test_open_batch_is_due_only_when_told(leader: Party) -> None:
    name, _ = batch(leader)
    with writing(leader.hub.engine) as session:
        known = leader.hub.policies.refresh(session).values()

        assert closing.due(session, known, NOW, close_all=False) == []
        assert closing.due(session, known, NOW, close_all=True) == [name]


def test_frozen_batch_stays_due_and_takes_no_more(leader: Party) -> None:
    name, terms = batch(leader)
    with writing(leader.hub.engine) as session:
        made = closing.freeze(session, name, terms, NOW)
        known = leader.hub.policies.refresh(session).values()

        assert made.report_count == 6
        assert closing.due(session, known, NOW, close_all=False) == [name]


def test_agreed_batch_is_exactly_what_both_hold(leader: Party) -> None:
    name, terms = batch(leader)
    ids = [row.report_id for row in leader.rows(ReportRow)]
    with writing(leader.hub.engine) as session:
        made = closing.freeze(session, name, terms, NOW)
        closing.agree(session, made, ids[:5])

        assert made.report_count == len(closing.members(session, made)) == 5
        assert len(made.digest) == 32


def test_settled_batch_has_forgotten_every_share(leader: Party) -> None:
    name, terms = batch(leader)
    ids = [row.report_id for row in leader.rows(ReportRow)]
    with writing(leader.hub.engine) as session:
        made = closing.freeze(session, name, terms, NOW)
        closing.agree(session, made, ids[:5])
        assert closing.share_sum(session, made, terms.length).shape == (terms.length,)
        closing.settle(session, made, name, collected=True, now=NOW)

    assert {row.share for row in leader.rows(ReportRow)} == {None}


def test_one_simulated_site_makes_the_sum_simulated(leader: Party) -> None:
    name, terms = batch(leader)
    with writing(leader.hub.engine) as session:
        made = closing.freeze(session, name, terms, NOW)
        assert closing.is_simulated(session, made)
        real = WORLD.layout.model_copy(update={"simulated": False})
        for edge in WORLD.edges:
            row = session.get_one(LayoutRow, (edge.edge_id, layout_hash(WORLD.layout)))
            row.document = real.model_dump_json()
            session.add(row)
        session.flush()
        assert not closing.is_simulated(session, made)


def test_cohort_once_learnt_is_kept(leader: Party) -> None:
    first, second = (EdgeId(edge.edge_id) for edge in WORLD.edges[:2])
    with writing(leader.hub.engine) as session:
        session.get_one(EdgeRow, first).cohort_id = ""
        session.flush()
        closing.learn_cohorts(session, {first: CohortId("cohort-7"), second: CohortId("cohort-7")})

    cohorts = {row.edge_id: row.cohort_id for row in leader.rows(EdgeRow)}
    assert (cohorts[first], cohorts[second]) == ("cohort-7", COHORT)
