"""A store's own head is fitted at the policy's hours and forgotten with what it was fitted on."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pytest

from edge_node.consent.attestations import Act
from edge_node.consent.panel import withdrawn
from edge_node.consent.pauses import Pause, Pauses, press
from edge_node.consent.receipts import Receipts
from edge_node.federated.simulation.shops import Shop, examples_from
from edge_node.head_at_home import LEAST_WINDOWS, HeadAtHome
from edge_node.intent.predict import Predictor
from edge_node.intent.trained import SHIPPED, read
from edge_node.intent.window import LABELS, Example, Window, to_bytes
from edge_node.node import Node
from edge_node.retention.erase import Wish, erase
from edge_node.retention.kinds import Place
from edge_node.site import CameraPlace
from edge_node.storage.documents import save
from edge_node.storage.journal import Journal
from edge_node.storage.vault import Record
from policies.hours import DailyHours
from policies.schema import PolicyBundle
from tests.support.clock import FakeClock
from tests.support.consent_world import agreed, attest_all, with_notice
from tests.support.edge_world import BUNDLE, paired_node
from tests.support.learning_policy import GROUND, learning
from tests.support.learning_site import SITE

NIGHT = datetime(2026, 6, 15, 21, 0, tzinfo=UTC)
PREDICTOR = Predictor(read(SHIPPED))
LIFE = timedelta(hours=72)
NOON = DailyHours(begins_at=time(12), ends_at=time(13))
STORE = replace(with_notice(SITE), timezone="Europe/Berlin")


@dataclass
class World:
    """One store at night, its vault full of windows."""

    node: Node
    clock: FakeClock
    journal: Journal

    def head(self, bundle: PolicyBundle | None) -> HeadAtHome:
        head = HeadAtHome(replace(self.node, bundle=bundle), STORE, self.journal)
        head.tend(PREDICTOR)
        return head

    def keep(self, count: int, at: datetime, *grounds: str) -> None:
        """Put so many invented people's windows of that moment into the vault, kept on the grounds."""
        found = examples_from(Shop(count), count, np.random.default_rng(4))
        with self.journal.vault.unit():
            for levels, label in zip(found.windows, found.labels, strict=True):
                record = Record("hall", to_bytes(Example(Window(levels), LABELS[label])))
                self.journal.vault.keep(
                    "windows", record, at_s=at.timestamp(), keep_for=LIFE, grounds=grounds or [GROUND]
                )

    def empty(self) -> None:
        """Forget every window."""
        with self.journal.vault.unit():
            for held in self.journal.vault.held():
                self.journal.vault.shred(held.key_id)

    def has(self, head: HeadAtHome) -> bool:
        return head.head(self.clock.now()) is not None


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    clock = FakeClock(NIGHT)
    node, _ = paired_node(tmp_path, clock)
    attest_all(node.home, STORE, NIGHT)
    with closing(Journal(node.home.journal)) as journal:
        found = World(node, clock, journal)
        found.keep(LEAST_WINDOWS, NIGHT - timedelta(hours=5))
        yield found


def test_it_is_fitted_in_training_hours(world: World) -> None:
    assert world.has(world.head(learning()))


def test_by_day_it_is_not(world: World) -> None:
    world.clock.advance(timedelta(hours=12).total_seconds())

    assert not world.has(world.head(learning()))


@pytest.mark.parametrize(
    "bundle",
    [
        pytest.param(None, id="no policy"),
        pytest.param(BUNDLE, id="no purpose that learns"),
        pytest.param(learning(lawful_basis="consent"), id="consent, which no camera tells"),
    ],
)
def test_without_a_purpose_it_is_not(world: World, bundle: PolicyBundle | None) -> None:
    assert not world.has(world.head(bundle))


def test_of_too_few_people_it_is_not(world: World) -> None:
    world.empty()
    world.keep(LEAST_WINDOWS - 1, NIGHT - timedelta(hours=5))

    assert not world.has(world.head(learning()))


def test_of_windows_that_have_lived_half_their_life_it_is_not(world: World) -> None:
    world.clock.advance(timedelta(hours=48).total_seconds())

    assert not world.has(world.head(learning()))


def test_it_goes_with_the_first_window_that_it_was_fitted_on(world: World) -> None:
    world.keep(1, NIGHT - timedelta(hours=3))
    head = world.head(learning())
    first_dies_s = min(
        held.period.expires_s(int(LIFE.total_seconds())) for held in world.journal.vault.held()
    )

    world.clock.advance(timedelta(seconds=first_dies_s - 1 - NIGHT.timestamp()).total_seconds())
    just_before = world.has(head)
    world.clock.advance(timedelta(seconds=1).total_seconds())

    assert just_before
    assert not world.has(head)


@pytest.mark.parametrize(
    ("camera", "stays"), [(None, False), ("hall", False), ("door", True)], ids=["all", "theirs", "another"]
)
def test_an_erasure_of_its_windows_takes_it(world: World, camera: str | None, *, stays: bool) -> None:
    head = world.head(learning())

    wish = Wish(NIGHT - timedelta(hours=6), NIGHT - timedelta(hours=4), camera)
    erase(Place(world.journal, learning(), STORE.zone_info), wish, at=NIGHT)

    assert world.has(head) is stays


@pytest.mark.parametrize("ground", ["consent:zones", "legitimate_interests:flow"])
def test_what_was_kept_for_anything_else_is_no_part_of_it(world: World, ground: str) -> None:
    world.empty()
    world.keep(LEAST_WINDOWS, NIGHT - timedelta(hours=5), ground)

    assert not world.has(world.head(learning(learning(), purpose="flow", training_hours=(NOON,))))


def test_what_a_panel_left_is_no_part_of_it_though_its_consents_stand(world: World) -> None:
    bundle = learning(lawful_basis="consent")
    save(world.node.home.receipts, Receipts(entries=(agreed("zones", bundle, NIGHT - timedelta(days=1)),)))
    world.empty()
    world.keep(LEAST_WINDOWS, NIGHT - timedelta(hours=5), "consent:zones")

    assert not world.has(world.head(bundle))


@pytest.mark.parametrize(
    ("hours_ago", "fits"), [(6, True), (1, False)], ids=["left after it", "left before it"]
)
def test_what_a_consent_taken_back_has_ended_is_no_part_of_it(
    world: World, *, hours_ago: int, fits: bool
) -> None:
    bundle = learning(learning(), purpose="flow", lawful_basis="consent")
    both = [agreed("flow", bundle, NIGHT - timedelta(days=1), number * 16) for number in ("1", "2")]
    back = Act(by="till 2", at=NIGHT - timedelta(hours=hours_ago))
    save(world.node.home.receipts, withdrawn(Receipts(entries=tuple(both)), "1" * 16, back))
    world.empty()
    world.keep(LEAST_WINDOWS, NIGHT - timedelta(hours=5), "consent:flow", GROUND)

    assert world.has(world.head(bundle)) is fits


def test_the_off_switch_takes_it(world: World) -> None:
    head = world.head(learning())

    stop = Pause(pressed=Act(by="store manager", at=NIGHT), reason="")
    save(world.node.home.learning_stops, press(Pauses(), stop))

    assert not world.has(head)


@pytest.mark.parametrize("register", ["learning_stops", "pauses"])
def test_while_learning_or_all_is_off_none_is_fitted(
    world: World, register: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fitted: list[object] = []
    monkeypatch.setattr("edge_node.head_at_home.fit", lambda *_: fitted.append(None))
    stop = Pause(pressed=Act(by="store manager", at=NIGHT), reason="")
    save(getattr(world.node.home, register), press(Pauses(), stop))

    assert not world.has(world.head(learning()))
    assert not fitted


def test_without_its_sign_at_every_camera_it_is_not(world: World) -> None:
    door = replace(STORE, cameras=(CameraPlace("door", "clip.mp4", None, None, 0.0),))
    unsigned = HeadAtHome(replace(world.node, bundle=learning(notice_required=True)), door, world.journal)

    unsigned.tend(PREDICTOR)
    before = world.has(unsigned)
    attest_all(world.node.home, door, NIGHT)
    unsigned.tend(PREDICTOR)

    assert (before, world.has(unsigned)) == (False, True)


def test_a_damaged_register_takes_it(world: World) -> None:
    head = world.head(learning())

    world.node.home.pauses.write_text("not JSON")

    assert not world.has(head)


def test_a_policy_that_no_longer_lets_it_learn_takes_it(world: World) -> None:
    head = world.head(learning())

    head.follow(replace(world.node, bundle=BUNDLE))

    assert not world.has(head)


def test_within_the_hour_it_stays_the_same_and_then_it_is_fitted_anew(world: World) -> None:
    head = world.head(learning())
    first = head.head(world.clock.now())

    world.clock.advance(timedelta(minutes=59).total_seconds())
    head.tend(PREDICTOR)
    same = head.head(world.clock.now())
    world.clock.advance(timedelta(minutes=2).total_seconds())
    head.tend(PREDICTOR)

    assert same is first
    assert head.head(world.clock.now()) is not first


def test_what_cannot_be_read_is_passed_over(world: World) -> None:
    with world.journal.vault.unit():
        record = Record("hall", b"of another version")
        world.journal.vault.keep("windows", record, at_s=NIGHT.timestamp(), keep_for=LIFE, grounds=[GROUND])

    assert world.has(world.head(learning()))
