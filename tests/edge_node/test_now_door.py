"""Who asks is answered once, whoever may not read the home cannot ask, and nobody holds the node up."""

import socket
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from edge_node.errors import StorageError
from edge_node.now_door import NowDoor, ask_now


def asked(path: Path, door: NowDoor, said: bytes) -> bytes:
    """Return what somebody hears who asks in a thread of their own while the node answers."""
    heard: list[bytes] = []
    asking = threading.Thread(target=lambda: heard.append(ask_now(path)))
    asking.start()
    while asking.is_alive():
        door.answer(lambda: said)
        asking.join(timeout=0.01)
    return heard[0]


def test_who_asks_hears_the_answer(tmp_path: Path) -> None:
    with closing(NowDoor(tmp_path / "now.sock")) as door:
        assert asked(tmp_path / "now.sock", door, b"{}" * 2_000) == b"{}" * 2_000


def test_where_nobody_asks_no_answer_is_made(tmp_path: Path) -> None:
    made: list[bytes] = []

    def say() -> bytes:
        made.append(b"")
        return b""

    with closing(NowDoor(tmp_path / "now.sock")) as door:
        door.answer(say)

    assert not made


def test_who_asks_and_leaves_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "now.sock"
    with closing(NowDoor(path)) as door:
        with socket.socket(socket.AF_UNIX) as gone:
            gone.connect(str(path))
        door.answer(lambda: b"x" * 100_000)

        assert asked(path, door, b"still here") == b"still here"


def test_the_owner_alone_may_ask(tmp_path: Path) -> None:
    with closing(NowDoor(tmp_path / "now.sock")):
        assert stat.S_IMODE((tmp_path / "now.sock").stat().st_mode) == 0o600


def test_it_takes_the_place_of_a_killed_nodes_door_and_is_gone_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "now.sock"
    path.write_bytes(b"")

    with closing(NowDoor(path)):
        assert path.is_socket()

    assert not path.exists()


def test_a_long_path_is_no_obstacle(tmp_path: Path) -> None:
    folder = tmp_path / ("a" * 120)
    folder.mkdir()

    with closing(NowDoor(folder / "now.sock")) as door:
        assert asked(folder / "now.sock", door, b"heard") == b"heard"


def test_where_no_door_can_be_the_node_goes_on(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with closing(NowDoor(tmp_path / "none" / "now.sock")) as door:
        door.answer(lambda: b"")

    assert "nobody can ask" in caplog.text


def test_without_a_node_at_work_it_is_said_how_to_start_one(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="shoal edge run"):
        ask_now(tmp_path / "now.sock")
