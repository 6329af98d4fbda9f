"""Zones are spoken of only where a policy lets guesses be counted, and while nobody says no."""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import cast

import pytest

from edge_node.consent.attestations import Act
from edge_node.consent.pauses import Pause, Pauses, press
from edge_node.head_at_home import HeadAtHome
from edge_node.node import Node
from edge_node.now import Now
from edge_node.pipeline import Pipeline
from edge_node.storage.documents import save
from edge_node.storage.files import write_private
from edge_node.storage.journal import Journal
from policies.hours import DailyHours, minutes_of
from policies.schema import PolicyBundle
from tests.edge_node.intent.test_zone_signals import usual
from tests.support.clock import FakeClock
from tests.support.edge_world import BUNDLE, Party, paired_node
from tests.support.learning_site import SITE
from tests.support.packs import adopt
from tests.support.shared_models import always, published, that_learns

NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
GUESSING = adopt("intent", bundle=BUNDLE)
ALL_DAY = DailyHours(begins_at=time(0), ends_at=time(23, 59))


@dataclass
class Line:
    """A camera's line with three people in the aisle, as far as a question needs it."""

    seen_until_s: float = NOON.timestamp()

    def in_view(self) -> list[object]:
        somebody = usual()
        return [replace(somebody, t_s=somebody.t_s - somebody.t_s[-1] + NOON.timestamp())] * 3


@dataclass
class World:
    """One store at noon."""

    node: Node
    journal: Journal
    leader: Party

    def said(
        self, bundle: PolicyBundle | None, line: Line | None = None, site: object = SITE
    ) -> dict[str, object]:
        now = Now(replace(self.node, bundle=bundle), site, self.journal)  # type: ignore[arg-type]
        now.tend()
        lines = cast("Mapping[str, Pipeline]", {"hall": line or Line()})
        return cast("dict[str, object]", json.loads(now.said(lines)))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    node, parties = paired_node(tmp_path, FakeClock(NOON))
    with closing(Journal(node.home.journal)) as journal:
        yield World(node, journal, parties["leader"])


def test_three_people_in_the_aisle_are_spoken_of(world: World) -> None:
    said = world.said(GUESSING)

    zones = said["zones"]
    assert isinstance(zones, dict)
    assert set(zones["aisle"].values()) <= {"hardly anybody", "some", "many"}
    assert (zones["foyer"], said["has_own_head"]) == ({}, False)


def test_no_number_and_no_track_is_in_it(world: World) -> None:
    text = json.dumps(world.said(GUESSING)["zones"])

    assert not any(sign.isdigit() for sign in text)


@pytest.mark.parametrize(
    ("bundle", "rule"),
    [
        pytest.param(None, "no_policy", id="no policy"),
        pytest.param(BUNDLE, "no_such_task", id="no purpose that guesses"),
        pytest.param(adopt("intent", bundle=BUNDLE, lawful_basis="consent"), "not_consented", id="consent"),
        pytest.param(adopt("intent", bundle=BUNDLE, quiet_hours=(ALL_DAY,)), "quiet_hours", id="rest"),
        pytest.param(adopt("intent", bundle=BUNDLE, dpia_reference=""), "no_such_task", id="no assessment"),
    ],
)
def test_without_leave_nothing_is_said(world: World, bundle: PolicyBundle | None, rule: str) -> None:
    said = world.said(bundle)

    assert said["zones"] == {}
    assert said["refused"] == rule


def test_while_the_store_is_paused_nothing_is_said(world: World) -> None:
    save(world.node.home.pauses, press(Pauses(), Pause(pressed=Act(by="store manager", at=NOON), reason="")))

    assert world.said(GUESSING)["refused"] == "paused"


def test_a_damaged_register_of_pauses_is_a_pause(world: World) -> None:
    world.node.home.pauses.parent.mkdir(exist_ok=True)
    world.node.home.pauses.write_text("not JSON")

    assert world.said(GUESSING)["refused"] == "paused"


def test_in_the_stores_quiet_minutes_nothing_is_said(world: World) -> None:
    site = replace(SITE, quiet_minutes=minutes_of((ALL_DAY,)))

    assert world.said(GUESSING, site=site)["refused"] == "quiet_hours"


def test_a_camera_that_sees_nothing_now_has_nobody_in_view(world: World) -> None:
    zones = world.said(GUESSING, Line(seen_until_s=NOON.timestamp() - 60))["zones"]

    assert zones == {"foyer": {}, "aisle": {}, "line": {}}


@pytest.mark.parametrize("bundle", [GUESSING, None], ids=["spoken of", "refused"])
@pytest.mark.parametrize(
    ("age_s", "sees"), [(0, True), (60, False)], ids=["a frame now", "none for a minute"]
)
def test_which_cameras_give_frames_is_said_whatever_is_refused(
    world: World, bundle: PolicyBundle | None, age_s: int, sees: bool
) -> None:
    said = world.said(bundle, Line(seen_until_s=NOON.timestamp() - age_s))

    assert said["cameras"] == {"hall": sees}


def test_a_policy_that_comes_later_is_asked_from_then_on(world: World) -> None:
    now = Now(replace(world.node, bundle=BUNDLE), SITE, world.journal)

    now.follow(replace(world.node, bundle=GUESSING))

    assert "refused" not in json.loads(now.said({}))


def test_a_head_fitted_to_another_model_is_not_asked(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    forgotten: list[HeadAtHome] = []

    def forget(head: HeadAtHome) -> None:
        forgotten.append(head)

    monkeypatch.setattr(HeadAtHome, "forget", forget)
    node, party = replace(world.node, bundle=that_learns(GUESSING)), world.leader
    now = Now(node, SITE, world.journal)
    now.tend()
    before = len(forgotten)

    write_private(node.home.model, published(party.root, always(3)))
    now.tend()

    assert (before, len(forgotten)) == (0, 1)
