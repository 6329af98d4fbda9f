"""Everything a node keeps lies under its home."""

from pathlib import Path

from edge_node.storage.home import Home


def test_every_path_lies_under_the_home(tmp_path: Path) -> None:
    home = Home(tmp_path)
    names = [name for name, value in vars(Home).items() if isinstance(value, property)]

    found = [getattr(home, name) for name in names]

    assert len(found) >= 6
    assert all(path.is_relative_to(tmp_path) for path in found)
