"""Nothing leaves a store but sealed reports: the product's own commands, with every packet captured.

That the libraries do try, left alone, is shown in test_wall_network.py.
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from edge_node.pose.models import DETECTORS, NEEDED
from tests.support import quiet_store
from tests.support.clips import walking, write_video
from tests.support.netns import Namespace, asked_names, leaving, namespace, strangers
from tests.support.weights import all_models

pytestmark = [pytest.mark.live, pytest.mark.vision]
FRAMES = 30
PUBLISHERS = {urlsplit(address).hostname for model in DETECTORS for address in model.addresses}


@dataclass(frozen=True)
class Seen:
    """What commands answered and every packet meanwhile."""

    answers: dict[str, Any]
    packets: list[str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("quiet")


@pytest.fixture(scope="module")
def apart(folder: Path) -> Iterator[Namespace]:
    with namespace(folder) as made:
        yield made


@pytest.fixture(scope="module")
def clip(folder: Path) -> Path:
    return write_video(folder / "walk.mp4", walking(FRAMES, tall_px=300))


@pytest.fixture(scope="module")
def day(apart: Namespace, folder: Path, clip: Path) -> Seen:
    """Leader, helper, a paired store that films and sends, and a replay: the fast path, with all weights."""
    everything = _weights(folder / "all", (model.name for model in (*NEEDED, *DETECTORS)))
    command = [sys.executable, quiet_store.__file__, str(folder / "day"), str(clip)]

    packets = apart.run(command, timeout_s=120, environment=_environment(folder / "day-cache", everything))

    return Seen(json.loads((folder / "day" / quiet_store.ANSWERS).read_text(encoding="utf-8")), packets)


@pytest.fixture(scope="module")
def alone(apart: Namespace, folder: Path, clip: Path) -> Seen:
    """A replay by MediaPipe alone, nothing to be fetched: the detectors at hand are not those pinned."""
    weights = _weights(folder / "refused", (model.name for model in NEEDED))
    for model in DETECTORS:
        (weights / model.name).write_bytes(b"not the weights that are pinned")
    return _replayed(apart, clip, _environment(folder / "refused-cache", weights))


@pytest.fixture(scope="module")
def fetching(apart: Namespace, folder: Path, clip: Path) -> Seen:
    """A replay by MediaPipe alone that first asks the publishers for the detectors, in vain."""
    weights = _weights(folder / "two", (model.name for model in NEEDED))
    return _replayed(apart, clip, _environment(folder / "two-cache", weights))


def test_no_packet_leaves_the_store_but_to_its_aggregators(day: Seen) -> None:
    ports = {urlsplit(url).port for url in day.answers["urls"].values()}

    assert leaving(day.packets) == []
    assert strangers(day.packets, ports) == []
    assert all(any(f".{port}: " in packet for packet in day.packets) for port in ports)


def test_the_store_measured_and_was_believed(day: Seen) -> None:
    run = day.answers["run"]

    assert run["wall"]["confined"]
    assert run["has_detectors"]
    assert run["cameras"]["door"]["tracks"] >= 1
    assert run["accepted"] > 0
    assert run["refused"] == run["waiting"] == 0
    assert day.answers["release"]["published"] > 0


def test_the_fast_path_tries_nothing(day: Seen) -> None:
    replay = day.answers["replay"]

    assert replay["frames"] == FRAMES
    assert replay["poses"] > 0
    assert replay["wall"] == {"confined": True, "denied": 0, "denied_calls": {}}


def test_mediapipe_alone_sends_no_packet_and_the_kernel_counts_its_tries(alone: Seen) -> None:
    replay = alone.answers

    assert alone.packets == []
    assert replay["frames"] == FRAMES
    assert replay["poses"] > 0
    assert replay["wall"]["confined"]
    assert replay["wall"]["denied_calls"]["socket"] > 0


def test_only_the_publishers_of_missing_weights_are_asked_for(fetching: Seen) -> None:
    sent = [packet for packet in leaving(fetching.packets) if " Out IP " in packet]

    assert asked_names(sent) == PUBLISHERS
    assert [packet for packet in sent if not asked_names([packet])] == []
    assert fetching.answers["wall"]["denied_calls"]["socket"] > 0


def _replayed(apart: Namespace, clip: Path, environment: Mapping[str, str]) -> Seen:
    shoal = Path(sys.executable).parent / "shoal"
    answer = apart.folder / "answer.json"
    script = f'exec "$1" edge replay "$2" --line {quiet_store.DOOR_LINE} --json > "$3"'
    command = ["sh", "-c", script, "sh", str(shoal), str(clip), str(answer)]
    packets = apart.run(command, timeout_s=120, environment=environment)
    return Seen(json.loads(answer.read_text(encoding="utf-8")), packets)


def _weights(target: Path, names: Iterator[str]) -> Path:
    """Make a folder that holds these weights and no others."""
    paths = all_models().paths
    target.mkdir()
    for name in names:
        (target / name).symlink_to(paths[name])
    return target


def _environment(home: Path, weights: Path) -> dict[str, str]:
    """Return a newcomer's environment: no switch that silences a vendor, no cache but an empty one."""
    home.mkdir()
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return kept | {
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home),
        "SHOAL_MODELS": str(weights),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
