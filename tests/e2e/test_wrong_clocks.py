"""Clocks that are wrong: the real command refuses before anything is counted, closed or sent; exit 1."""

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from edge_node.capture.source import RENDERED
from edge_node.node import load_node
from edge_node.simulated import SimulatedSource
from edge_node.simulation.drawn import drawn_scenario, placed_camera
from edge_node.simulation.plans import PLANS, boutique
from edge_node.simulation.site_toml import site_toml
from edge_node.storage.home import Home
from tests.support.clock import FakeClock
from tests.support.command_line import Shoal
from tests.support.consent_world import attest_home
from tests.support.edge_world import paired_node
from tests.support.weights import all_models

NOW = datetime(2026, 6, 17, 12, 30, tzinfo=UTC)
SIMULATED = SimulatedSource(plan="boutique", days=1, visitors=30, seed=3).address


@pytest.fixture
def shoal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shoal:
    return Shoal(monkeypatch, capsys)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    """Return the clock that `shoal edge run` reads instead of the machine's."""
    stood = FakeClock(NOW)
    monkeypatch.setattr("edge_node.commands.run.SystemClock", lambda: stood)
    monkeypatch.setattr("edge_node.commands.run.models_at_hand", lambda: None)  # no camera is opened
    return stood


@pytest.fixture
def home(tmp_path: Path, clock: FakeClock) -> Path:
    """Return the home of a small simulated shop whose aggregators do not answer."""
    paired_node(tmp_path / "home", clock)
    text = site_toml(PLANS["boutique"](), "Test", "UTC")
    site = f'{text}\n[[cameras]]\nname = "shoppers"\nsource = "{SIMULATED}"\n'
    Home(tmp_path / "home").site.write_text(site)
    attest_home(tmp_path / "home", NOW)
    (tmp_path / "home" / "config.toml").write_text("[uplink]\npatience_s = 0.0\ntimeout_s = 1.0\n")
    return tmp_path / "home"


def spent(home: Path) -> int:
    with closing(load_node(home, FakeClock(NOW)).open_journal()) as journal:
        return len(journal.ledger.all()) + len(journal.sums.epochs())


@pytest.mark.parametrize("once", [["--once"], []], ids=["one pass", "until stopped"])
@pytest.mark.parametrize(
    ("at", "message"),
    [
        (
            datetime(1970, 1, 1, tzinfo=UTC),
            "the clock of this machine is wrong (expected 2026-06-17 12:30 UTC",
        ),
        (
            NOW - timedelta(hours=1),
            "when the leader signed its keys, got 2026-06-17 11:30 UTC). Set it, best by",
        ),
        (datetime(2036, 1, 1, tzinfo=UTC), "when the policy is in force, got 2036-01-01 00:00 UTC)"),
    ],
    ids=["1970", "an hour behind", "ten years ahead"],
)
def test_a_wrong_clock_stops_it_before_anything_is_counted(
    shoal: Shoal, home: Path, clock: FakeClock, once: list[str], at: datetime, message: str
) -> None:
    clock.advance((at - NOW).total_seconds())

    done = shoal("edge", "run", *once, "--home", home)

    assert done.status == 1
    assert message in done.message.splitlines()[-1]
    assert spent(home) == 0
    assert not Home(home).begun.exists()


def test_a_clock_set_back_after_a_pass_is_noticed(shoal: Shoal, home: Path, clock: FakeClock) -> None:
    clock.advance(3 * 86_400)
    first = shoal("edge", "run", "--once", "--home", home, "--json")
    before = spent(home)
    clock.advance(-86_400)

    done = shoal("edge", "run", "--once", "--home", home)

    assert json.loads(first.answer)["closed"] > 0
    assert done.status == 1
    assert "when this node last closed an epoch" in done.message
    assert spent(home) == before


@pytest.mark.vision
@pytest.mark.parametrize("years", [-1, 10], ids=["last year", "in ten years"])
def test_a_recording_of_another_time_is_refused_whole(
    shoal: Shoal, home: Path, monkeypatch: pytest.MonkeyPatch, years: int
) -> None:
    monkeypatch.setenv("SHOAL_MODELS", str(next(iter(all_models().paths.values())).parent))
    shop, at = boutique(), NOW + timedelta(days=365 * years)
    drawn_scenario(shop, 1, 15.0, at).scene.write(home / "scene.json")
    camera = placed_camera(shop, f"{RENDERED}{home / 'scene.json'}")
    Home(home).site.write_text(site_toml(shop, "Test", "UTC", cameras=(camera,)))
    attest_home(home, NOW)

    done = shoal("edge", "run", "--once", "--home", home)

    assert done.status == 1
    assert f"gives frames of {at:%Y-%m-%d %H:%M} UTC (expected 2026-05-13 12:30 UTC to" in done.message
    assert spent(home) == 0
