"""An epoch ends under the policy it began under; the next begins under its successor."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_node.node import Node
from edge_node.observations import Crossing, Track, TrackId
from edge_node.running import measurer_of
from edge_node.site import bare_site
from edge_node.storage.home import Home
from edge_node.storage.journal import Journal
from edge_node.storage.pairing import Pairing
from edge_node.succession import Succession
from policies.schema import PolicyBundle
from privacy.signing import SigningKey
from shared.ids import EdgeId, TaskId
from shared.wire.codec import Role
from tests.support.clock import FakeClock
from tests.support.edge_world import BUNDLE, Party, journey, paired_node, site, taken_up
from tests.support.policy_world import after

NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
"""A Monday."""
HOUR, WEEK = TaskId("footfall.hour.site"), TaskId("heatmap.week.site")
SITE = bare_site("test", is_in_metres=True)
NEXT = after(BUNDLE, minimum_batch=6)
NO_FOOTFALL = after(BUNDLE).model_copy(
    update={"documents": tuple(one for one in BUNDLE.documents if one.purpose != "footfall")}
)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOON + timedelta(minutes=10))


@pytest.fixture
def world(tmp_path: Path, clock: FakeClock) -> tuple[Node, dict[Role, Party]]:
    return paired_node(tmp_path, clock)


@pytest.fixture
def journal(world: tuple[Node, dict[Role, Party]]) -> Iterator[Journal]:
    with closing(world[0].open_journal()) as opened:
        yield opened


@pytest.fixture
def counting(world: tuple[Node, dict[Role, Party]], journal: Journal) -> Succession:
    return measurer_of(world[0], SITE, journal)


@pytest.fixture
def follow(world: tuple[Node, dict[Role, Party]], counting: Succession) -> Callable[[PolicyBundle], Node]:
    """Return a function that takes up another version at once, in a node that is at work."""

    nodes = [world[0]]

    def take_up(bundle: PolicyBundle) -> Node:
        nodes.append(taken_up(nodes[-1], bundle, world[1]["helper"]))
        counting.follow(nodes[-1])
        return nodes[-1]

    return take_up


def visitor(at: datetime) -> object:
    """Return somebody who comes in through the door."""
    start_s = at.timestamp()
    return journey(start_s, 60.0, crossings=[Crossing("door", start_s + 5.0, "in")])


def counted(journal: Journal, task_id: TaskId, epoch: int) -> tuple[bytes, int] | None:
    """Return under which policy the epoch is counted, and how much."""
    held = journal.sums.get(task_id, epoch)
    return None if held is None else (held.policy_hash, int(held.vector.sum()))


def hour_of(at: datetime) -> int:
    return int(at.timestamp()) // 3_600


def test_the_hour_that_has_begun_ends_under_the_former_policy(
    counting: Succession, follow: Callable[[PolicyBundle], Node], journal: Journal, clock: FakeClock
) -> None:
    counting.add(visitor(NOON + timedelta(minutes=5)))
    follow(NEXT)
    counting.add(visitor(NOON + timedelta(minutes=20)))
    clock.advance(3_600)
    counting.add(visitor(NOON + timedelta(minutes=65)))
    counting.flush()

    assert counted(journal, HOUR, hour_of(NOON)) == (BUNDLE.hash, 2)
    assert counted(journal, HOUR, hour_of(NOON) + 1) == (NEXT.hash, 1)


def test_nobody_is_counted_under_two_policies(
    counting: Succession, follow: Callable[[PolicyBundle], Node]
) -> None:
    follow(NEXT)

    touched = counting.add(visitor(NOON + timedelta(minutes=20)))

    assert len(touched) == len(set(touched))
    assert HOUR in touched


def test_what_the_new_policy_no_longer_permits_stops_at_once(
    counting: Succession, follow: Callable[[PolicyBundle], Node], journal: Journal
) -> None:
    counting.add(visitor(NOON + timedelta(minutes=5)))
    counting.flush()
    follow(NO_FOOTFALL)
    touched = counting.add(visitor(NOON + timedelta(minutes=20)))
    counting.flush()

    assert HOUR not in touched
    assert counted(journal, HOUR, hour_of(NOON)) == (BUNDLE.hash, 1)


def test_a_policy_that_begins_later_waits_for_its_hour(
    counting: Succession, follow: Callable[[PolicyBundle], Node], journal: Journal, clock: FakeClock
) -> None:
    follow(after(BUNDLE, not_before=NOON + timedelta(hours=2)))
    for hours in (0, 1, 2):
        counting.add(visitor(NOON + timedelta(hours=hours, minutes=15)))
        counting.flush()
        clock.advance(3_600)

    hashes = [counted(journal, HOUR, hour_of(NOON) + hours) for hours in (0, 1, 2)]
    assert [found and found[0] == BUNDLE.hash for found in hashes] == [True, True, False]


def test_after_the_policy_has_ended_nothing_is_counted(
    counting: Succession, follow: Callable[[PolicyBundle], Node], clock: FakeClock
) -> None:
    follow(after(BUNDLE, not_after=NOON + timedelta(hours=2)))
    clock.advance(3_600)
    last = counting.add(visitor(clock.now()))
    counting.flush()
    clock.advance(3_600)

    assert HOUR in last
    assert counting.add(visitor(clock.now())) == ()


def test_a_successor_of_what_had_ended_takes_the_epochs_that_stood_empty(
    counting: Succession, follow: Callable[[PolicyBundle], Node], clock: FakeClock
) -> None:
    short = after(BUNDLE, not_after=NOON + timedelta(hours=1))
    follow(short)
    clock.advance(3_600)

    node = follow(after(short, not_after=BUNDLE.chain.not_after))

    versions = [node.governing(NOON + timedelta(hours=hours)) for hours in (0, 1, 2)]
    assert [found and found.chain.version for found in versions] == [1, 2, 3]


def test_coverage_goes_where_the_people_go(
    counting: Succession, follow: Callable[[PolicyBundle], Node], journal: Journal, clock: FakeClock
) -> None:
    follow(NEXT)
    clock.advance(3_600)

    counting.record_coverage(NOON.timestamp() + 3_000, NOON.timestamp() + 4_000)
    counting.flush()

    found = {at: journal.sums.get(HOUR, hour_of(NOON) + at) for at in (0, 1)}
    assert {at: one and (one.policy_hash, one.coverage_s) for at, one in found.items()} == {
        0: (BUNDLE.hash, 600.0),
        1: (NEXT.hash, 400.0),
    }


def test_a_restart_goes_on_where_the_node_was(
    counting: Succession, follow: Callable[[PolicyBundle], Node], journal: Journal
) -> None:
    counting.add(visitor(NOON + timedelta(minutes=5)))
    counting.flush()
    node = follow(NEXT)

    again = measurer_of(node, SITE, journal)
    again.add(visitor(NOON + timedelta(minutes=20)))
    again.flush()

    assert counted(journal, HOUR, hour_of(NOON)) == (BUNDLE.hash, 2)


def test_all_versions_are_written_in_one_unit(
    counting: Succession, follow: Callable[[PolicyBundle], Node], clock: FakeClock
) -> None:
    follow(NEXT)
    clock.advance(3_600)
    for minutes in (20, 65):
        counting.add(visitor(NOON + timedelta(minutes=minutes)))
    unit, units = counting._journal.unit, []
    counting._journal.unit = lambda: units.append(1) or unit()  # type: ignore[method-assign,func-returns-value]  # a journal that counts

    counting.flush()

    held = [counting._journal.sums.get(*key) for key in counting._journal.sums.epochs()]
    assert len({one.policy_hash for one in held if one is not None}) == 2
    assert len(units) == 1


def test_without_a_policy_nothing_is_counted(
    world: tuple[Node, dict[Role, Party]], journal: Journal, clock: FakeClock
) -> None:
    node = world[0]
    node.home.policy.unlink()
    bare = measurer_of(Node(node.home, node.device_key, node.pairing, node.layout, clock), SITE, journal)

    assert bare.add(visitor(NOON)) == ()
    assert bare.flush() == 0


def test_tracks_and_many_at_once_are_counted_too(counting: Succession, journal: Journal) -> None:
    somebody = journey(NOON.timestamp() + 60, 30.0).track
    bare = Track(TrackId(1), somebody.confirmed_at_s, somebody.t_s, somebody.floor_xy_m, view=somebody.view)

    assert TaskId("occupancy.hour.site") in counting.count(bare)
    assert counting.add_all([visitor(NOON + timedelta(minutes=5))]) == 1
    assert counted(journal, HOUR, hour_of(NOON)) == (BUNDLE.hash, 1)


def test_a_full_memory_is_written(world: tuple[Node, dict[Role, Party]], journal: Journal) -> None:
    counting = measurer_of(world[0], SITE, journal, flush_every=2)

    for minutes in (5, 6, 7):
        counting.add(visitor(NOON + timedelta(minutes=minutes)))

    assert counted(journal, HOUR, hour_of(NOON)) == (BUNDLE.hash, 2)


@settings(max_examples=60, deadline=None)
@given(
    begins_h=st.lists(st.integers(-30, 30), min_size=1, max_size=4),
    taken_h=st.lists(st.integers(-20, 20), min_size=4, max_size=4),
    start_h=st.integers(-40, 40),
)
def test_one_version_at_most_governs_an_epoch_and_it_was_in_force_then(
    begins_h: list[int], taken_h: list[int], start_h: int
) -> None:
    held = [BUNDLE]
    for hours in begins_h:
        held.append(after(held[-1], not_before=NOON + timedelta(hours=hours)))
    times = sorted(taken_h)
    taken = {one.hash.hex(): NOON + timedelta(hours=at) for one, at in zip(held[1:], times, strict=False)}
    node = Node(
        Home(Path("nowhere")),
        SigningKey(bytes(32)),
        Pairing(edge_id=EdgeId("a" * 26)),
        site(),
        FakeClock(NOON),
        bundle=held[-1],
        former=tuple(held[:-1]),
        taken=taken,
    )
    start = NOON + timedelta(hours=start_h)

    governing = node.governing(start)

    assert governing is not None
    assert governing.chain.not_before <= start <= governing.chain.not_after
    for other in held[governing.chain.version :]:
        begins = max(other.chain.not_before, taken[other.hash.hex()])
        assert begins > start
