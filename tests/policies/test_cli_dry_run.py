"""What an officer sees before a draft is signed."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from policies.cli import policy
from policies.draft import Intent, drafted
from policies.errors import DocumentError
from policies.loader import SHIPPED, load_bundle
from policies.signed_bundle import Publication, sign_bundle

LOG = [
    {
        "hour": "2026-11-20T09:00:00Z",
        "action": "release",
        "task_id": "dwell.day.site",
        "scope": scope,
        "outcome": "permit",
        "count": 2,
    }
    for scope in ("north", "south")
]


@pytest.fixture
def log(tmp_path: Path) -> str:
    """Return a file with the decisions of two sites."""
    path = tmp_path / "decisions.json"
    path.write_text(json.dumps({"decisions": LOG}))
    return str(path)


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """Return a copy of the shipped folder in which tracks of zones are kept four hours."""
    folder = tmp_path / "draft"
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    document = folder / "documents" / "zones.toml"
    document.write_text(document.read_text().replace("track_minutes = 60", "track_minutes = 240"))
    return folder


def run(*words: str) -> str:
    """Return what the command prints."""
    return CliRunner().invoke(policy, ["dry-run", *words], catch_exceptions=False).output


def test_keeping_longer_is_told_with_its_tasks_and_sites(draft: Path, log: str) -> None:
    assert run(str(draft), "--log", log).splitlines() == [
        "4 decisions since 2026-11-20 09:00 UTC",
        "keeps    zones: track 60 → 240 minutes, longer (3 tasks, 2 sites or cohorts)",
    ]


def test_what_turns_is_told_with_its_article(draft: Path, log: str) -> None:
    dwell = draft / "packs" / "eu.toml"
    dwell.write_text(dwell.read_text().replace('"heatmap", "flow"', '"heatmap", "flow", "dwell"'))

    printed = run(str(draft), "--log", log, "--pack", "eu")

    assert (
        "turns    release dwell.day.site: permit → no_dpia, 4 times at 2 sites or cohorts (GDPR Art. 35"
        in printed
    )
    assert "ends     dwell.day.site: not measured any more" in printed
    assert "begins   dwell.day.site" in run(
        str(SHIPPED), "--log", log, "--before", str(draft), "--pack", "eu"
    )


def test_what_is_permitted_again_cites_nothing(draft: Path, tmp_path: Path) -> None:
    path = tmp_path / "refused.json"
    path.write_text(json.dumps({"decisions": [LOG[0] | {"outcome": "off_by_pack", "scope": ""}]}))

    printed = run(str(draft), "--log", str(path))

    assert "turns    release dwell.day.site: off_by_pack → permit, 2 times\n" in printed


def test_no_change_is_said(tmp_path: Path) -> None:
    path = tmp_path / "empty.json"
    path.write_text('{"decisions": []}')

    assert run(str(SHIPPED), "--log", str(path)).splitlines() == [
        "0 decisions",
        "nothing would have changed",
    ]


def test_a_shorter_keeping_without_a_log_names_no_sites(draft: Path, tmp_path: Path) -> None:
    path = tmp_path / "empty.json"
    path.write_text('{"decisions": []}')

    printed = run(str(SHIPPED), "--log", str(path), "--before", str(draft))

    assert "keeps    zones: track 240 → 60 minutes, shorter (3 tasks)" in printed


def test_as_json_it_is_one_object(draft: Path, log: str) -> None:
    printed = json.loads(run(str(draft), "--log", log, "--json", "--timezone", "Europe/Berlin"))

    assert (printed["decisions"], printed["keeping"][0]["after"]) == (4, 240)
    assert datetime.fromisoformat(printed["since"]) == datetime(2026, 11, 20, 9, tzinfo=UTC)


def test_a_file_that_is_no_draft_is_refused(log: str) -> None:
    with pytest.raises(DocumentError, match=r"expected a draft in .*decisions\.json"):
        run(log, "--log", log)


def test_a_draft_file_brings_what_it_follows(tmp_path: Path, log: str) -> None:
    held = load_bundle(packs=["eu"])
    intent = Intent("officer", "heatmaps need no papers any more", dpia_reference="DPIA-1")
    written = drafted(load_bundle(), held, intent, secret=bytes(32), at=datetime(2026, 11, 26, tzinfo=UTC))
    path = tmp_path / "draft.json"
    path.write_text(written.model_dump_json())

    assert "begins   heatmap.week.site: measured from then on" in run(str(path), "--log", log)


def test_what_was_in_force_may_be_a_signed_policy(tmp_path: Path, log: str) -> None:
    path = tmp_path / "policy.json"
    publication = Publication(
        bundle=load_bundle(packs=["eu"]), published_at=datetime(2026, 11, 26, tzinfo=UTC)
    )
    path.write_text(sign_bundle(publication, bytes(32)).model_dump_json())

    assert "begins   flow.week.site" in run(str(SHIPPED), "--log", log, "--before", str(path))


def test_an_unknown_time_zone_is_misuse(draft: Path, log: str) -> None:
    found = CliRunner().invoke(policy, ["dry-run", str(draft), "--log", log, "--timezone", "Moon/Sea"])

    assert (found.exit_code, "Europe/Berlin" in found.output) == (2, True)
