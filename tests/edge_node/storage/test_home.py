"""Everything a node keeps lies under its home."""

from pathlib import Path

from edge_node.storage.home import Home


def test_every_path_lies_under_the_home(tmp_path: Path) -> None:
    home = Home(tmp_path)
    names = [name for name, value in vars(Home).items() if isinstance(value, property)]

    found = [getattr(home, name) for name in names]

    assert len(found) >= 6
    assert all(path.is_relative_to(tmp_path) for path in found)


def test_every_file_lies_in_one_of_its_folders(tmp_path: Path) -> None:
    home = Home(tmp_path)

    kept = {home.device_key, home.key_list("leader"), home.journal, home.site, home.former_policy(b"x")}
    kept |= {home.attestations, home.pauses, home.objections, home.receipts}

    assert {path.parent for path in kept} == set(home.folders())
