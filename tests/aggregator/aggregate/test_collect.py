"""The helper's half: what it sums, what it adds, what it keeps. (Every refusal: tests/contract.)"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from aggregator.aggregate.batch import BatchName
from aggregator.tables import AggregateShareRow, BatchRow, ReportRow
from privacy.payload import decode_helper_seed
from privacy.shares import aggregate, expand
from shared.ids import CohortId, TaskId
from shared.wire.codec import Role
from shared.wire.problems import Problem
from tests.support.audited import Noted, noted
from tests.support.hub_world import silence
from tests.support.log_sightings import look, nobody_has_spoken
from tests.support.two_hubs import TwoHubs, two_hubs
from tests.support.vector_world import COHORT, COHORT_TASK


@pytest.fixture
def pair(templates: dict[Role, Path], tmp_path: Path) -> Iterator[TwoHubs]:
    with two_hubs(templates, tmp_path, silence) as both:
        for edge in both.world.edges:
            both.report(edge, np.ones(both.world.length(COHORT_TASK), dtype=np.int64))
        yield both


def batch(pair: TwoHubs) -> BatchName:
    return BatchName(TaskId(COHORT_TASK), CohortId(COHORT), pair.helper.rows(ReportRow)[0].epoch)


def test_helpers_half_is_the_sum_of_its_expansions(pair: TwoHubs) -> None:
    length = pair.world.length(COHORT_TASK)
    rows = pair.helper.rows(ReportRow)
    truth = aggregate((expand(decode_helper_seed(r.share), r.header, length) for r in rows), length)

    share = pair.client.collect(batch(pair), [row.report_id for row in rows])

    assert isinstance(share, np.ndarray)
    assert np.array_equal(share, truth)


def test_reports_left_out_are_scrubbed_and_in_no_batch(pair: TwoHubs) -> None:
    ids = [row.report_id for row in pair.helper.rows(ReportRow)][:5]

    pair.client.collect(batch(pair), ids)

    rows = pair.helper.rows(ReportRow)
    assert {row.share for row in rows} == {None}
    assert [row.batch_id for row in rows if row.report_id not in ids] == [None]
    (made,) = pair.helper.rows(BatchRow)
    assert (made.state, made.report_count) == ("collected", 5)


def test_stored_share_outlives_the_request(pair: TwoHubs) -> None:
    ids = [row.report_id for row in pair.helper.rows(ReportRow)]

    share = pair.client.collect(batch(pair), ids)

    (stored,) = pair.helper.rows(AggregateShareRow)
    assert isinstance(share, np.ndarray)
    assert stored.share == share.astype(">u8").tobytes()


def test_held_names_only_what_is_held(pair: TwoHubs) -> None:
    ids = [row.report_id for row in pair.helper.rows(ReportRow)]

    assert pair.client.held(batch(pair), [*ids[:2], bytes(16)]) == set(ids[:2])


def test_each_half_adds_one_noise_to_every_cell_and_none_to_coverage(
    templates: dict[Role, Path], tmp_path: Path
) -> None:
    with two_hubs(templates, tmp_path, lambda length, _variance: np.full(length, 7, dtype=np.int64)) as both:
        length = both.world.length(COHORT_TASK)
        for edge in both.world.edges:
            both.report(edge, np.ones(length, dtype=np.int64))
        rows = both.helper.rows(ReportRow)
        exact = aggregate((expand(decode_helper_seed(r.share), r.header, length) for r in rows), length)

        share = both.client.collect(batch(both), [row.report_id for row in rows])

    assert isinstance(share, np.ndarray)
    assert (share - exact).tolist() == [7] * (length - 1) + [0]


def test_a_release_carries_both_halves_noise(templates: dict[Role, Path], tmp_path: Path) -> None:
    with two_hubs(templates, tmp_path, lambda length, _variance: np.full(length, 7, dtype=np.int64)) as both:
        for edge in both.world.edges:
            both.report(edge, np.ones(both.world.length(COHORT_TASK), dtype=np.int64))
        both.round(close_all=True)

        (release,) = [one for one in both.releases() if one.lane == "cohort"]

    assert set(release.values) == {len(both.world.edges) + 14}


def test_half_that_was_given_out_is_noted_once(pair: TwoHubs) -> None:
    ids, name = [row.report_id for row in pair.helper.rows(ReportRow)], batch(pair)

    for _ in range(2):
        pair.client.collect(name, ids)

    policy = next(iter(pair.helper.hub.policies.known)).hex()
    said = {"epoch": name.epoch, "scope": COHORT, "sites": 6, "left_out": 0, "enrolled": 6, "policy": policy}
    assert noted(pair.helper.hub, "release") == [Noted("release", COHORT_TASK, said)]


def test_reports_that_the_leader_left_out_are_counted_in_the_log(pair: TwoHubs) -> None:
    ids = [row.report_id for row in pair.helper.rows(ReportRow)][:5]

    pair.client.collect(batch(pair), ids)

    (entry,) = noted(pair.helper.hub, "release")
    assert (entry.detail["sites"], entry.detail["left_out"], entry.detail["enrolled"]) == (5, 1, 6)


def test_a_helper_that_has_not_heard_its_stores_sums_nothing(pair: TwoHubs) -> None:
    """It may have been brought back from a backup, which only they can tell."""
    nobody_has_spoken(pair)
    ids = [row.report_id for row in pair.helper.rows(ReportRow)]

    refused = pair.client.collect(batch(pair), ids)
    pair.clock.advance(60)
    for edge in pair.world.edges[:5]:
        look(pair, edge)
    share = pair.client.collect(batch(pair), ids)

    assert isinstance(refused, Problem)
    assert refused.name == "unseen"
    assert isinstance(share, np.ndarray)
