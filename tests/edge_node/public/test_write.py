"""The page is written from the home as it is, whole, and follows what changes there."""

from pathlib import Path

import pytest

from edge_node.commands.pause import Wanted, press_pause
from edge_node.errors import StorageError
from edge_node.node import Node, load_node
from edge_node.public.write import write_page
from edge_node.storage.home import Home
from tests.support.clock import FakeClock
from tests.support.consent_world import NOTICE_TOML, attest_home
from tests.support.edge_world import paired_node

CLOCK = FakeClock()


@pytest.fixture
def node(tmp_path: Path) -> Node:
    paired_node(tmp_path / "home", CLOCK)
    site = f'name = "Altona"\n[[cameras]]\nname = "door"\n{NOTICE_TOML}languages = ["de", "en"]\n'
    Home(tmp_path / "home").site.write_text(site)
    attest_home(tmp_path / "home", CLOCK.now())
    return load_node(tmp_path / "home", CLOCK)


def test_every_file_is_written_for_everybody_to_read(node: Node, tmp_path: Path) -> None:
    files = write_page(node, tmp_path / "www" / "altona")

    assert [path.name for path in files] == ["index.html", "en.html", "notice-de-1.html", "notice-en-1.html"]
    assert all(path.stat().st_mode & 0o044 == 0o044 for path in files)
    assert '<html lang="de">' in files[0].read_text("utf-8")


def test_a_pause_stands_on_the_next_page(node: Node, tmp_path: Path) -> None:
    before = write_page(node, tmp_path / "www")[1].read_text("utf-8")
    press_pause(node.home.root, Wanted("till 2"), CLOCK)

    after = write_page(node, tmp_path / "www")[1].read_text("utf-8")

    assert "Cameras are measuring now" in before
    assert "Paused: nothing is measured" in after
    assert "till 2" not in after


def test_a_damaged_register_writes_no_page_that_may_be_wrong(node: Node, tmp_path: Path) -> None:
    node.home.pauses.write_text("{")

    with pytest.raises(StorageError, match="pauses"):
        write_page(node, tmp_path / "www")

    assert not (tmp_path / "www").exists()


def test_a_folder_that_cannot_be_written_to_is_named(node: Node, tmp_path: Path) -> None:
    (tmp_path / "www").write_text("")

    with pytest.raises(StorageError, match=r"cannot write the public page to .*www"):
        write_page(node, tmp_path / "www")
