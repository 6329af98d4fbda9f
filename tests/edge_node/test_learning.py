"""A window is kept only where a policy lets models be trained, and nobody says no."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from edge_node.consent.attestations import Act, Attestations
from edge_node.consent.panel import withdrawn
from edge_node.consent.pauses import Pause, Pauses, press
from edge_node.consent.receipts import Receipts
from edge_node.intent.window import from_bytes
from edge_node.learning import Learning
from edge_node.node import Node
from edge_node.observations import BadgeKind, Journey, Track
from edge_node.site import CameraPlace, Site
from edge_node.storage.documents import save
from edge_node.storage.journal import Journal
from policies.engine import Deny
from policies.hours import DailyHours, minutes_of
from policies.schema import PolicyBundle
from tests.support.clock import FakeClock
from tests.support.consent_world import agreed, attest_all, with_notice
from tests.support.edge_world import BUNDLE, paired_node
from tests.support.learning_policy import GROUND, learning
from tests.support.learning_site import AISLE, SITE, square, track

NOW = datetime(2026, 6, 15, 12, 10, tzinfo=UTC)
WATCHED = replace(with_notice(SITE), cameras=(CameraPlace("east", "usb:0", None, None, 0.0),))
NOON = DailyHours(begins_at=time(12), ends_at=time(12, 5))
PAUSED = Deny("paused", "", "")


@dataclass
class World:
    """One store, its clock and what its cameras are refused."""

    node: Node
    clock: FakeClock
    journal: Journal
    site: Site = WATCHED
    refused: Deny | None = None

    def learning(self, bundle: PolicyBundle | None) -> Learning:
        node = replace(self.node, bundle=bundle)
        return Learning(
            node,
            self.site,
            self.journal,
            lambda _: (
                {"east": None, "west": None}
                if self.refused is None
                else {"east": self.refused, "west": self.refused}
            ),
            random=bytes,  # always the first window: one that ends with the track has nothing after it
        )

    def grounds(self) -> set[tuple[str, ...]]:
        """Return on which grounds windows lie in the vault."""
        return {held.period.grounds for held in self.journal.vault.held()}

    def kept(self) -> list[tuple[str, int, bytes]]:
        """Return camera, beginning of the period and payload of every window in the vault."""
        stored = self.journal.vault.records("windows")
        return [(one.record.camera, one.period.start_s, one.record.payload) for one in stored]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    clock = FakeClock(NOW)
    node, _ = paired_node(tmp_path, clock)
    attest_all(node.home, WATCHED, NOW - timedelta(days=1))
    with closing(Journal(node.home.journal)) as journal:
        yield World(node, clock, journal)


def somebody(at: datetime = NOW - timedelta(minutes=9), *, badge: BadgeKind | None = None) -> Journey:
    """Return who browsed for eleven seconds from that moment."""
    walked = track([AISLE] * 12)
    start_s = at.timestamp()
    moved = replace(walked, t_s=walked.t_s - walked.t_s[0] + start_s, confirmed_at_s=start_s + 1, badge=badge)
    return Journey(moved, (), ())


def written(world: World, bundle: PolicyBundle | None, journey: Journey | None = None) -> int:
    """Return how many windows are kept of one person."""
    learning = world.learning(bundle)
    learning.seat("hall")(journey or somebody())
    return learning.flush()


def test_a_track_leaves_one_window_under_its_view_and_period(world: World) -> None:
    assert written(world, learning()) == 1

    ((camera, start_s, payload),) = world.kept()
    assert camera == "hall"
    assert datetime.fromtimestamp(start_s, UTC) == datetime(2026, 6, 15, 12, tzinfo=UTC)
    assert from_bytes(payload).label == "browse"


def test_a_window_lies_in_the_period_in_which_its_track_was_confirmed(world: World) -> None:
    written(world, learning(), somebody(datetime(2026, 6, 15, 11, 59, 55, tzinfo=UTC)))

    ((_, start_s, _),) = world.kept()
    assert datetime.fromtimestamp(start_s, UTC) == datetime(2026, 6, 15, 11, tzinfo=UTC)


def test_windows_do_not_come_out_in_the_order_they_went_in(world: World) -> None:
    keeper = world.learning(learning())
    take = keeper.seat("hall")
    for level in (0, 1):
        for _ in range(20):
            take(
                replace(
                    somebody(),
                    track=replace(somebody().track, movement=track([AISLE] * 12, level=level).movement),
                )
            )
        keeper.flush()

    order = [from_bytes(payload).window.levels[0, 0] for _, _, payload in world.kept()]

    assert len(order) == 40
    assert order not in (sorted(order), sorted(order, reverse=True))  # false alarm: 2 in 10^11


@pytest.mark.parametrize("bundle", [None, BUNDLE], ids=["no policy", "no purpose that learns"])
def test_without_a_purpose_nothing_is_kept(world: World, bundle: PolicyBundle | None) -> None:
    assert written(world, bundle) == 0
    assert not world.learning(bundle).learns


@pytest.mark.parametrize("badge", ["staff", "optout"])
def test_who_wears_a_badge_leaves_nothing(world: World, badge: BadgeKind) -> None:
    assert written(world, learning(), somebody(badge=badge)) == 0


def test_while_the_store_is_paused_nothing_is_kept(world: World) -> None:
    world.refused = PAUSED

    assert written(world, learning()) == 0


def test_a_pause_before_it_is_written_is_heeded(world: World) -> None:
    keeper = world.learning(learning())
    keeper.seat("hall")(somebody())
    world.refused = PAUSED

    assert keeper.flush() == 0
    assert world.kept() == []


@pytest.mark.parametrize(
    "bundle",
    [
        learning(quiet_hours=(NOON,)),
        learning(review_by=date(2026, 6, 14)),
        learning(lawful_basis="consent"),
        learning(keep_hours=0),
    ],
    ids=["in its quiet hours", "review overdue", "by consent that nobody gave", "not to be kept"],
)
def test_what_its_purpose_does_not_permit_is_not_kept(world: World, bundle: PolicyBundle) -> None:
    assert written(world, bundle) == 0


def test_without_its_sign_at_every_camera_nothing_is_kept(world: World) -> None:
    save(world.node.home.attestations, Attestations())

    assert written(world, learning()) == 0


def test_a_sign_that_is_gone_before_it_is_written_is_heeded(world: World) -> None:
    keeper = world.learning(learning())
    keeper.seat("hall")(somebody())
    save(world.node.home.attestations, Attestations())

    assert keeper.flush() == 0


def test_signs_that_cannot_be_read_permit_nothing(world: World) -> None:
    world.node.home.attestations.write_text("{")

    assert written(world, learning()) == 0


@pytest.mark.parametrize(
    ("in_panel", "has_agreed", "kept"),
    [(True, True, 1), (False, True, 0), (True, False, 0)],
    ids=["who wears its badge", "anybody else", "after the consent was taken back"],
)
def test_a_purpose_by_consent_learns_from_its_panel_alone(
    world: World, *, in_panel: bool, has_agreed: bool, kept: int
) -> None:
    journey = somebody()
    if has_agreed:
        save(
            world.node.home.receipts,
            Receipts(entries=(agreed("zones", learning(lawful_basis="consent"), NOW - timedelta(days=1)),)),
        )

    made = replace(journey, track=replace(journey.track, in_panel=in_panel))

    assert written(world, learning(lawful_basis="consent"), made) == kept


PANEL = learning(learning(), purpose="flow", lawful_basis="consent")
"""Zones learn from everybody, flow from its panel."""
TWO = Receipts(
    entries=tuple(agreed("flow", PANEL, NOW - timedelta(days=1), number * 16) for number in ("1", "2"))
)


def worn(journey: Journey, *, in_panel: bool = True) -> Journey:
    """Return the same person with the panel's badge."""
    return replace(journey, track=replace(journey.track, in_panel=in_panel))


@pytest.mark.parametrize(
    ("in_panel", "grounds"),
    [(False, (GROUND,)), (True, ("consent:flow", GROUND))],
    ids=["anybody", "its panel"],
)
def test_a_window_lies_under_every_purpose_that_permits_it(
    world: World, *, in_panel: bool, grounds: tuple[str, ...]
) -> None:
    save(world.node.home.receipts, TWO)

    written(world, PANEL, worn(somebody(), in_panel=in_panel))

    assert world.grounds() == {grounds}


def test_what_permitted_it_only_when_it_was_taken_is_no_ground(world: World) -> None:
    keeper = world.learning(learning(learning(), purpose="flow"))
    keeper.seat("hall")(somebody())

    keeper.follow(replace(world.node, bundle=learning()), lambda _: {"hall": None})
    keeper.flush()

    assert world.grounds() == {(GROUND,)}


def test_what_permits_it_only_when_it_is_written_is_no_ground(world: World) -> None:
    save(world.node.home.receipts, TWO)
    keeper = world.learning(learning())
    keeper.seat("hall")(worn(somebody()))

    keeper.follow(replace(world.node, bundle=PANEL), lambda _: {"hall": None})
    keeper.flush()

    assert world.grounds() == {(GROUND,)}


@pytest.mark.parametrize(
    ("ago", "kept"),
    [
        (timedelta(minutes=8), 0),
        (timedelta(minutes=8, seconds=55), 0),
        (timedelta(minutes=10), 1),
    ],
    ids=["came before it", "was there", "came after it"],
)
def test_one_consent_taken_back_ends_what_the_panel_left_before(
    world: World, ago: timedelta, kept: int
) -> None:
    bundle = learning(lawful_basis="consent")
    both = tuple(agreed("zones", bundle, NOW - timedelta(days=1), number * 16) for number in ("1", "2"))
    back = Act(by="till 2", at=NOW - ago)
    save(world.node.home.receipts, withdrawn(Receipts(entries=both), "1" * 16, back))

    assert written(world, bundle, worn(somebody())) == kept


def test_a_consent_that_ends_before_it_is_written_takes_it_whatever_else_permits_it(world: World) -> None:
    save(world.node.home.receipts, TWO)
    keeper = world.learning(PANEL)
    keeper.seat("hall")(worn(somebody()))
    keeper.seat("hall")(somebody())

    save(world.node.home.receipts, withdrawn(TWO, "1" * 16, Act(by="till 2", at=NOW)))

    assert (keeper.flush(), world.grounds()) == (1, {(GROUND,)})


def test_where_the_store_switched_learning_off_nothing_is_kept(world: World) -> None:
    stop = Pause(pressed=Act(by="floor lead", at=NOW))
    save(world.node.home.learning_stops, press(Pauses(), stop))

    assert written(world, learning()) == 0


def test_a_switch_that_cannot_be_read_is_off(world: World) -> None:
    world.node.home.learning_stops.parent.mkdir(exist_ok=True)
    world.node.home.learning_stops.write_text("{")

    assert written(world, learning()) == 0


def test_in_the_stores_own_quiet_hours_nothing_is_kept(world: World) -> None:
    world.site = replace(world.site, quiet_minutes=minutes_of([NOON]))

    assert written(world, learning()) == 0


def test_a_site_with_a_place_that_must_be_masked_keeps_nothing(world: World) -> None:
    world.site = replace(world.site, zones=(*SITE.zones, square("wc", "toilet", 12.0)))

    assert written(world, learning()) == 0


def test_what_was_before_the_policy_is_not_kept(world: World) -> None:
    assert written(world, learning(), somebody(datetime(2025, 12, 31, 12, tzinfo=UTC))) == 0


def test_what_would_be_over_already_is_not_written(world: World) -> None:
    late, due = somebody(NOW - timedelta(hours=25)), somebody(NOW - timedelta(hours=23))

    assert written(world, learning(keep_hours=24), late) == 0
    assert written(world, learning(keep_hours=24), due) == 1


def test_who_was_erased_meanwhile_is_not_written(world: World) -> None:
    keeper = world.learning(learning())
    keeper.seat("hall")(somebody())
    with world.journal.unit():
        world.journal.erasures.append((NOW - timedelta(minutes=30)).timestamp(), NOW.timestamp(), 0.0)

    assert keeper.flush() == 0


def test_who_is_erased_already_is_not_taken(world: World) -> None:
    with world.journal.unit():
        world.journal.erasures.append((NOW - timedelta(minutes=30)).timestamp(), NOW.timestamp(), 0.0)

    assert written(world, learning()) == 0


def test_a_policy_that_came_meanwhile_decides(world: World) -> None:
    keeper = world.learning(learning())
    keeper.seat("hall")(somebody())

    keeper.follow(replace(world.node, bundle=BUNDLE), lambda _: {"hall": None})

    assert keeper.flush() == 0


def test_a_policy_that_ended_keeps_nothing(world: World) -> None:
    keeper = world.learning(learning())
    keeper.seat("hall")(somebody())
    keeper.follow(replace(world.node, bundle=None), lambda _: {"hall": None})

    assert keeper.flush() == 0


@pytest.mark.parametrize("points", [0, 3], ids=["no points", "too short for a window"])
def test_a_track_without_a_window_leaves_nothing(world: World, points: int) -> None:
    short: Track = replace(track([AISLE] * points), confirmed_at_s=NOW.timestamp())

    assert written(world, learning(), Journey(short, (), ())) == 0


def test_what_was_written_is_not_written_again(world: World) -> None:
    keeper = world.learning(learning())
    keeper.seat("hall")(somebody())

    assert [keeper.flush(), keeper.flush()] == [1, 0]
