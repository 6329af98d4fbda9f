"""A camera that may look is said to; a register that cannot be read closes all of them."""

from datetime import timedelta
from pathlib import Path

import pytest

from edge_node.commands.pause import Wanted, press_pause
from edge_node.consent.gate import gate_of
from edge_node.consent.kept import site_of
from edge_node.console.happening import Happening
from edge_node.console.health import NEWEST, Health, health_of
from tests.support.learning_store import AT_NIGHT, LearningStore, learning_store

SEES = Happening(is_answered=True, cameras={"shoppers": True})


def health(store: LearningStore, said: Happening = SEES) -> Health:
    node, now = store.node, store.clock.now()
    return health_of(node.home, gate_of(site_of(store.root), node.in_force(now)), now, said)


def test_a_camera_with_its_sign_looks(tmp_path: Path) -> None:
    found = health(learning_store(tmp_path))

    (camera,) = found.cameras
    assert (found.is_at_work, found.looking, camera.refusal) == (True, 1, None)
    assert camera.attested_until == (AT_NIGHT + timedelta(days=60)).date()


@pytest.mark.parametrize(
    "said",
    [Happening(), Happening(is_answered=True, cameras={"shoppers": False})],
    ids=["no node", "no frame"],
)
def test_a_camera_that_gives_no_picture_may_look_and_does_not(tmp_path: Path, said: Happening) -> None:
    found = health(learning_store(tmp_path), said)

    assert (found.is_at_work, found.allowed, found.looking) == (said.is_answered, 1, 0)


def test_the_texts_that_may_hang_are_filled_in_for_the_store(tmp_path: Path) -> None:
    found = health(learning_store(tmp_path))

    assert "notice-en-1" in {sign.id for sign in found.signs}
    assert not any("{" in text for sign in found.signs for text in (sign.title, *sign.paragraphs))


def test_a_camera_without_its_sign_does_not_look(tmp_path: Path) -> None:
    found = health(learning_store(tmp_path, attested=False))

    assert {camera.refusal.rule for camera in found.cameras if camera.refusal} == {"not_attested"}
    assert (found.allowed, found.looking) == (0, 0)


def test_a_pause_closes_every_camera_and_names_who(tmp_path: Path) -> None:
    store = learning_store(tmp_path)
    press_pause(store.root, Wanted("till 2", length="30m"), store.clock)

    found = health(store)

    assert (found.looking, found.pause.pressed.by if found.pause else "") == (0, "till 2")


def test_a_pause_that_is_over_is_told_and_closes_nothing(tmp_path: Path) -> None:
    store = learning_store(tmp_path)
    press_pause(store.root, Wanted("till 2", length="30m"), store.clock)
    store.clock.advance(1800)

    found = health(store)

    assert (found.pause, len(found.pauses), found.looking) == (None, 1, 1)


@pytest.mark.parametrize("register", ["pauses", "attestations", "learning_stops"])
def test_a_damaged_register_closes_every_camera(tmp_path: Path, register: str) -> None:
    store = learning_store(tmp_path)
    getattr(store.node.home, register).write_text("not JSON")

    found = health(store)

    assert found.looking == 0
    assert found.cameras
    assert "JSON" in found.problem


def test_a_pause_is_named_though_another_register_is_damaged(tmp_path: Path) -> None:
    store = learning_store(tmp_path)
    press_pause(store.root, Wanted("till 2"), store.clock)
    store.node.home.learning_stops.write_text("not JSON")

    found = health(store)

    assert (found.pause.pressed.by if found.pause else "", found.looking) == ("till 2", 0)


def test_the_newest_pauses_come_first(tmp_path: Path) -> None:
    store = learning_store(tmp_path)
    for number in range(NEWEST + 2):
        press_pause(store.root, Wanted(f"till {number}", length="1m"), store.clock)

    assert [pause.pressed.by for pause in health(store).pauses] == [f"till {n}" for n in (6, 5, 4, 3, 2)]
