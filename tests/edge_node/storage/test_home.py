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


def test_its_files_are_known_keys_first_and_nobody_elses(tmp_path: Path) -> None:
    home = Home(tmp_path)
    for path in (home.site, home.device_key, home.pauses, home.former_policy(b"x"), tmp_path / "notes.txt"):
        path.parent.mkdir(exist_ok=True)
        path.write_text("here")

    found = home.files()

    assert found[0] == home.device_key
    assert set(found) == {home.site, home.device_key, home.pauses, home.former_policy(b"x")}
