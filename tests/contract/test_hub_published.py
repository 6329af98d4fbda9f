"""What insights and consoles may rely on, whoever implements `Published`."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from aggregator.adopted import to_adopted
from aggregator.database import writing
from aggregator.ports import Published
from aggregator.release.making import Circumstances, make_release, make_suppressed
from aggregator.release.published import PublishedReleases, publish
from shared.ids import SiteId
from shared.schemas.release import Release
from tests.support.hub_world import make_template, open_copy
from tests.support.releases import FakePublished
from tests.support.vector_world import COHORT_TASK, NOW, SITE_TASK, make_world

WORLD = make_world()
ADOPTED = to_adopted(WORLD.bundle, NOW)
Make = Callable[[list[Release]], Published]


def rows() -> list[Release]:
    """Return two hours of one site out of order, and a suppressed day of a cohort."""
    site, cohort = ADOPTED.tasks[SITE_TASK], ADOPTED.tasks[COHORT_TASK]
    made = [
        make_release(site, ADOPTED, WORLD.layout, Circumstances("s", epoch, 1, True, False), [1, 2, 3])
        for epoch in (495_002, 495_001)
    ]
    about = Circumstances("cohort-1", 20_600, 4, True, False)
    chain = WORLD.bundle.chain.layout
    return [*made, make_suppressed(cohort, ADOPTED, chain, about, "fewer than 5 sites")]


@pytest.fixture(params=["the leader's database", "the fake"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    def real(releases: list[Release]) -> Published:
        hub = open_copy(make_template(tmp_path / "t", "leader"), tmp_path / "hub")
        with writing(hub.engine) as session:
            for release in releases:
                start = NOW + timedelta(hours=release.epoch)
                publish(session, release, epoch_start=start, now=NOW)
        return PublishedReleases(hub.engine)

    def fake(releases: list[Release]) -> Published:
        return FakePublished(list(releases), {SiteId(edge.site_id): WORLD.layout for edge in WORLD.edges})

    return real if request.param == "the leader's database" else fake


def test_nothing_published_is_empty(make: Make) -> None:
    assert list(make([]).releases()) == []


def test_releases_of_a_metric_come_oldest_first(make: Make) -> None:
    found = make(rows()).releases("footfall")

    assert [release.epoch for release in found] == [495_001, 495_002]


def test_suppressed_releases_are_there_too(make: Make) -> None:
    found = make(rows()).releases()

    assert sorted(found, key=str) == sorted(rows(), key=str)
    assert [release.suppressed for release in found if not release.values] == ["fewer than 5 sites"]


def test_every_site_has_its_layout(make: Make) -> None:
    assert make([]).layouts() == {SiteId(edge.site_id): WORLD.layout for edge in WORLD.edges}
