"""A run from nothing begins in an empty folder, and leaves one only where somebody named it."""

from pathlib import Path

import pytest

from edge_node.demo.folders import kept_or_thrown_away
from edge_node.errors import EdgeError


def test_an_unnamed_folder_is_gone_afterwards() -> None:
    with kept_or_thrown_away(None, prefix="shoal-test-") as folder:
        (folder / "state").write_text("x")

    assert folder.name.startswith("shoal-test-")
    assert not folder.exists()


def test_a_named_one_is_made_and_stays(tmp_path: Path) -> None:
    with kept_or_thrown_away(tmp_path / "a" / "b", prefix="") as folder:
        (folder / "state").write_text("x")

    assert (tmp_path / "a" / "b" / "state").read_text() == "x"


def test_one_with_files_in_it_is_refused_untouched(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("x")

    with pytest.raises(EdgeError, match="expected an empty folder"), kept_or_thrown_away(tmp_path, prefix=""):
        pass

    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
