"""Published releases come back as they were, oldest epoch first. (Contract: tests/contract.)"""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from aggregator.adopted import to_adopted
from aggregator.database import writing
from aggregator.hub import Hub
from aggregator.release.making import Circumstances, make_release
from aggregator.release.published import PublishedReleases, publish
from shared.schemas.release import Release
from tests.support.audited import Noted, noted
from tests.support.vector_world import NOW, SITE_TASK, make_world

WORLD = make_world()
ADOPTED = to_adopted(WORLD.bundle, NOW)


def release(epoch: int) -> Release:
    about = Circumstances(scope="s", epoch=epoch, sites=1, is_simulated=False, is_provisional=False)
    return make_release(ADOPTED.tasks[SITE_TASK], ADOPTED, WORLD.layout, about, [1, 2, 3])


def put(hub: Hub, made: Release) -> None:
    with writing(hub.engine) as session:
        publish(session, made, epoch_start=NOW + timedelta(hours=made.epoch), now=NOW)


def test_releases_come_back_equal_and_in_order(leader_hub: Hub) -> None:
    for epoch in (2, 1):
        put(leader_hub, release(epoch))

    published = PublishedReleases(leader_hub.engine)

    assert published.releases() == [release(1), release(2)]
    assert published.releases("footfall") == published.releases()
    assert published.releases("dwell") == []


def test_release_is_published_once(leader_hub: Hub) -> None:
    put(leader_hub, release(1))

    with pytest.raises(IntegrityError):
        put(leader_hub, release(1))


def test_layouts_are_those_of_enrolled_sites(leader_hub: Hub) -> None:
    assert PublishedReleases(leader_hub.engine).layouts() == {
        f"site-edge-{number}": WORLD.layout for number in range(6)
    }


def test_release_is_noted_without_its_numbers(leader_hub: Hub) -> None:
    made = release(1)

    put(leader_hub, made)

    said = {"epoch": 1, "scope": "s", "sites": 1, "suppressed": "", "policy": made.policy_hash}
    assert noted(leader_hub, "release") == [Noted("release", SITE_TASK, said)]
