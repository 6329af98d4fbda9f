"""What is pressed counts at once; what cannot be read closes every camera."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from edge_node.commands.pause import Wanted, press_pause, resume_store
from edge_node.consent.gate import gate_of
from edge_node.consent.watch import Watch
from edge_node.site import CameraPlace, bare_site
from edge_node.storage.home import Home
from policies.engine import Deny
from tests.support.clock import FakeClock
from tests.support.consent_world import attest_all, with_notice
from tests.support.edge_world import BUNDLE

SITE = with_notice(bare_site("Altona", is_in_metres=True))
CAMERAS = ("door", "till")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def watch(home: Home) -> Watch:
    return Watch(gate_of(SITE, BUNDLE), home, CAMERAS)


def rules(refusals: Mapping[str, Deny | None]) -> list[str]:
    return ["" if refusal is None else refusal.rule for refusal in refusals.values()]


def attested(home: Home, clock: FakeClock) -> None:
    """Attest both cameras."""
    places = tuple(CameraPlace(name, "clip.mp4", None, None, 0.0) for name in CAMERAS)
    attest_all(home, replace(SITE, cameras=places), clock.now())


def test_a_pause_and_its_end_count_within_the_same_second(home: Home) -> None:
    clock = FakeClock()
    attested(home, clock)
    watched = watch(home)

    before = rules(watched.refusals(clock.now()))
    press_pause(home.root, Wanted("till 2"), clock)
    paused = rules(watched.refusals(clock.now()))
    resume_store(home.root, "till 2", clock)

    assert (before, paused) == (["", ""], ["paused", "paused"])
    assert rules(watched.refusals(clock.now())) == ["", ""]


def test_a_pause_that_ends_by_itself_is_noticed(home: Home) -> None:
    clock = FakeClock()
    attested(home, clock)
    press_pause(home.root, Wanted("till 2", length="1m"), clock)
    watched = watch(home)

    before = rules(watched.refusals(clock.now()))
    after = rules(watched.refusals(clock.now() + timedelta(minutes=1)))

    assert (before, after) == (["paused", "paused"], ["", ""])


@pytest.mark.parametrize("name", ["pauses", "attestations"])
def test_what_cannot_be_read_closes_every_camera(home: Home, name: str) -> None:
    clock = FakeClock()
    attested(home, clock)
    watched = watch(home)
    assert rules(watched.refusals(clock.now())) == ["", ""]

    getattr(home, name).write_text("{")

    assert rules(watched.refusals(clock.now())) == ["unreadable", "unreadable"]


def test_registers_that_vanish_close_every_camera(home: Home) -> None:
    clock = FakeClock()
    attested(home, clock)
    watched = watch(home)
    watched.refusals(clock.now())

    home.attestations.unlink()

    assert rules(watched.refusals(clock.now())) == ["not_attested", "not_attested"]


def test_nothing_is_read_again_while_nothing_changed(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    clock, reads = FakeClock(), []
    attested(home, clock)
    watched = watch(home)
    watched.refusals(clock.now())
    monkeypatch.setattr("edge_node.consent.watch.read_kept", reads.append)

    watched.refusals(clock.now())

    assert reads == []
