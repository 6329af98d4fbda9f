"""A camera that may look is said to; a register that cannot be read closes all of them."""

from pathlib import Path

import pytest

from edge_node.commands.pause import Wanted, press_pause
from edge_node.consent.gate import gate_of
from edge_node.consent.kept import site_of
from edge_node.console.health import Health, health_of
from tests.support.learning_store import LearningStore, learning_store


def health(store: LearningStore, *, is_at_work: bool = True) -> Health:
    node, now = store.node, store.clock.now()
    return health_of(node.home, gate_of(site_of(store.root), node.in_force(now)), now, is_at_work=is_at_work)


def test_a_camera_with_its_sign_looks(tmp_path: Path) -> None:
    found = health(learning_store(tmp_path))

    assert found.cameras
    assert found.looking == len(found.cameras)
    assert all(camera.attested_until is not None for camera in found.cameras)
    assert found.is_measuring


def test_without_a_node_nothing_is_measured(tmp_path: Path) -> None:
    assert not health(learning_store(tmp_path), is_at_work=False).is_measuring


def test_a_camera_without_its_sign_does_not_look(tmp_path: Path) -> None:
    found = health(learning_store(tmp_path, attested=False))

    assert {camera.refusal.rule for camera in found.cameras if camera.refusal} == {"not_attested"}
    assert not found.is_measuring


def test_a_pause_closes_every_camera_and_names_who(tmp_path: Path) -> None:
    store = learning_store(tmp_path)
    press_pause(store.root, Wanted("till 2", length="30m"), store.clock)

    found = health(store)

    assert (found.looking, found.pause.pressed.by if found.pause else "") == (0, "till 2")


@pytest.mark.parametrize("register", ["pauses", "attestations", "learning_stops"])
def test_a_damaged_register_closes_every_camera(tmp_path: Path, register: str) -> None:
    store = learning_store(tmp_path)
    getattr(store.node.home, register).write_text("not JSON")

    found = health(store)

    assert found.looking == 0
    assert found.cameras
    assert "JSON" in found.problem
