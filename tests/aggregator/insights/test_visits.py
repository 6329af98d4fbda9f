from aggregator.insights.period import period_of
from aggregator.insights.series import Scope
from aggregator.insights.visits import visits
from tests.support.hq_world import index_of, index_with
from tests.support.releases import NOW

WEEK = period_of("7d", NOW.date())


def test_every_finding_has_numbers_where_there_are_releases() -> None:
    index = index_of()

    found = visits(index, Scope(index.sites, WEEK, NOW))

    assert found.funnel.steps
    assert found.flow.walks
    assert found.returns.gathered.releases
    assert found.shelves.rows
    assert found.groups.mean_size
    assert found.queue.mean
    assert found.waits.all_queues


def test_every_finding_says_why_it_has_none() -> None:
    index = index_with(sites=2)

    found = visits(index, Scope(index.sites, WEEK, NOW))

    held = (found.funnel, found.flow, found.returns, found.shelves, found.groups, found.queue, found.waits)
    assert {one.gathered.reason for one in held} == {"no report"}
