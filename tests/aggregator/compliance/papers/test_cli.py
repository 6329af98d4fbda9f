import json
from pathlib import Path
from typing import get_args

from click.testing import CliRunner

from aggregator.cli import hub
from aggregator.compliance.papers import cli
from aggregator.compliance.papers.paper import Key
from aggregator.hub import Hub


def test_a_paper_is_written_with_its_fingerprint(helper_hub: Hub, tmp_path: Path) -> None:
    out = tmp_path / "record.html"

    done = CliRunner().invoke(
        hub, ["paper", "record", "--out", str(out), "--home", str(helper_hub.home.path), "--json"]
    )

    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["fingerprint"] in out.read_text()


def test_every_paper_can_be_asked_for() -> None:
    assert set(cli._KEYS) == set(get_args(Key))
