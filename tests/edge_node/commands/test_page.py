"""`shoal edge page` writes the page and says where."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from edge_node.commands.page import show
from edge_node.consent.cli import page
from edge_node.errors import PairingError
from edge_node.storage.home import Home
from shared.clock import SystemClock
from tests.support.consent_world import NOTICE_TOML
from tests.support.edge_world import paired_node


def test_the_files_are_named(tmp_path: Path) -> None:
    paired_node(tmp_path, SystemClock())
    Home(tmp_path).site.write_text(f'name = "Altona"\n{NOTICE_TOML}')

    done = CliRunner().invoke(page, ["--out", str(tmp_path / "www"), "--home", str(tmp_path), "--json"])

    files = json.loads(done.output)["files"]
    assert [Path(file).name for file in files] == ["index.html", "notice-en-1.html"]
    assert all(Path(file).is_file() for file in files)


def test_a_person_reads_one_file_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    show([Path("a.html"), Path("b.html")], as_json=False)

    assert capsys.readouterr().out == "a.html\nb.html\n"


def test_without_a_store_there_is_no_page(tmp_path: Path) -> None:
    done = CliRunner().invoke(page, ["--out", str(tmp_path / "www"), "--home", str(tmp_path)])

    assert isinstance(done.exception, PairingError)
