"""The campaign runs every attack, prints one row per promise and ends with 1 when one does not stand."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.adversary import campaign
from tests.adversary.row import Row, Scale

STANDS = Row("kept", "somebody tries", 0.5, 1.0, holds=True, control=2.0, control_fails=True, detail="d")


@dataclass
class Try:
    """An attack that reached what it is told."""

    row: Row

    def rows(self, *, scale: Scale, seed: int) -> list[Row]:
        return [replace(self.row, detail=f"{scale} {seed}")]


@pytest.fixture
def attacks(monkeypatch: pytest.MonkeyPatch) -> list[Row]:
    found = [STANDS]
    monkeypatch.setattr(campaign, "ATTACKS", tuple(Try(row) for row in found))
    return found


@pytest.mark.usefixtures("attacks")
def test_json_has_one_row_for_each_promise(capsys: pytest.CaptureFixture[str]) -> None:
    status = campaign.main(["--json", "--full", "--seed", "7"])

    said = json.loads(capsys.readouterr().out)
    assert status == 0
    assert (said["scale"], said["seed"], said["stands"]) == ("full", 7, True)
    [row] = said["rows"]
    assert {"promise", "attack", "measured", "bound", "holds", "control", "control_fails"} <= row.keys()
    assert row["detail"] == "full 7"


def test_a_promise_that_falls_ends_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(campaign, "ATTACKS", (Try(STANDS), Try(replace(STANDS, holds=False))))

    status = campaign.main([])

    assert status == 1
    assert "does not stand: kept" in capsys.readouterr().err


@pytest.mark.usefixtures("attacks")
def test_the_document_names_command_seed_and_date(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    campaign.main(["--seed", "3", "--write", str(tmp_path / "C.md")])

    text = (tmp_path / "C.md").read_text(encoding="utf-8")
    assert "tests.adversary.campaign --seed 3 --write" in text
    assert f"{datetime.now(UTC):%Y-%m-}" in text
    assert "| kept | somebody tries | 0.5 | 1 | yes | 2 | yes | small 3 |" in text
    assert capsys.readouterr().out.strip() in text


def test_one_attack_runs_alone_and_refreshes_its_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Other(Try):
        """Another attack."""

    page = tmp_path / "C.md"
    monkeypatch.setattr(campaign, "ATTACKS", (Try(STANDS), Other(replace(STANDS, promise="other"))))
    campaign.main(["--write", str(page)])

    status = campaign.main(["--only", "Other", "--seed", "7", "--write", str(page)])

    text = page.read_text(encoding="utf-8")
    assert status == 0
    assert "| other | somebody tries | 0.5 | 1 | yes | 2 | yes | small 7 |" in text
    assert "| kept | somebody tries | 0.5 | 1 | yes | 2 | yes | small 1 |" in text


def test_every_attack_of_the_campaign_is_tested_beside_it() -> None:
    folder = Path(campaign.__file__).parent

    untested = [
        attack.__name__  # type: ignore[attr-defined]  # the attacks are modules
        for attack in campaign.ATTACKS
        if not (folder / f"test_{attack.__name__.rpartition('.')[2]}.py").is_file()  # type: ignore[attr-defined]
    ]

    assert untested == []
