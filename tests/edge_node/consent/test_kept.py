"""What a home holds is read in one go; nothing there is nothing held, and damage is not nothing."""

from pathlib import Path

import pytest

from edge_node.consent.attestations import Act, Attestations
from edge_node.consent.kept import Kept, read_kept, site_of
from edge_node.consent.pauses import Pause, Pauses, press
from edge_node.errors import PairingError, StorageError
from edge_node.site import bare_site
from edge_node.storage.documents import save
from edge_node.storage.home import Home
from tests.support.clock import FakeClock

PAUSE = Pause(pressed=Act(by="till 2", at=FakeClock().now()))


def test_an_empty_home_holds_nothing(tmp_path: Path) -> None:
    assert read_kept(Home(tmp_path)) == Kept()


def test_what_was_kept_is_read(tmp_path: Path) -> None:
    home = Home(tmp_path)
    save(home.pauses, press(Pauses(), PAUSE))
    save(home.attestations, Attestations())
    save(home.learning_stops, press(press(Pauses(), PAUSE), PAUSE))

    assert read_kept(home) == Kept((), (PAUSE,), (PAUSE, PAUSE))


@pytest.mark.parametrize("name", ["pauses", "attestations", "learning_stops"])
def test_a_damaged_register_is_no_empty_one(tmp_path: Path, name: str) -> None:
    path = getattr(Home(tmp_path), name)
    path.parent.mkdir()
    path.write_text('{"entries": [')

    with pytest.raises(StorageError, match="learning" if name == "learning_stops" else name):
        read_kept(Home(tmp_path))


def test_the_site_is_the_one_that_was_paired(tmp_path: Path) -> None:
    Home(tmp_path).site.write_text('name = "Altona"\n')

    assert site_of(tmp_path).name == bare_site("Altona", is_in_metres=True).name


def test_a_home_without_a_store_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(PairingError, match="run `shoal edge pair"):
        site_of(tmp_path)
