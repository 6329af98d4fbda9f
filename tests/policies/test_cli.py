"""What a compliance officer types."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from policies.cli import policy
from policies.errors import DocumentError
from policies.loader import SHIPPED, load_bundle


def test_list_prints_every_task_with_its_exact_price() -> None:
    printed = json.loads(CliRunner().invoke(policy, ["list", "--json"]).output)

    prices = {(task["task"], task["purpose"]): task["rho"] for task in printed["tasks"]}
    assert prices["footfall.hour.site", "footfall"] == "1/20"


def test_list_applies_packs() -> None:
    printed = CliRunner().invoke(policy, ["list", "--pack", "zones-by-cohort"]).output

    assert "zone_visits.day.cohort" in printed


def test_an_optional_document_can_be_looked_at_before_it_is_adopted() -> None:
    shown = CliRunner().invoke(policy, ["show", "posture", "--optional", "posture"]).output
    result = CliRunner().invoke(policy, ["lint", "--optional", "posture"])

    assert "posture: off" in shown
    assert (result.exit_code, "closed_gate" in result.output) == (1, True)


def test_show_speaks_plainly() -> None:
    printed = CliRunner().invoke(policy, ["show", "footfall"]).output

    assert "Nobody is recognised" in printed


def test_show_as_json_is_the_document() -> None:
    printed = json.loads(CliRunner().invoke(policy, ["show", "heatmap", "--json"]).output)

    assert printed["raw_frames_kept"] is False


def test_show_says_which_article_turned_a_metric_off() -> None:
    printed = CliRunner().invoke(policy, ["show", "heatmap", "--pack", "eu"]).output

    assert "metric         heatmap: off\n               eu, GDPR Art. 35(3)(c): " in printed


def test_an_unknown_purpose_lists_the_known_ones() -> None:
    result = CliRunner().invoke(policy, ["show", "faces"])

    assert (result.exit_code, "flow, footfall, funnel" in result.output) == (2, True)


@pytest.fixture
def two_folders(tmp_path: Path) -> tuple[str, str]:
    """Return the shipped folder and a copy whose footfall tracks are kept twice as long."""
    shutil.copytree(SHIPPED, tmp_path / "after", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    document = tmp_path / "after" / "documents" / "footfall.toml"
    document.write_text(document.read_text().replace("track_minutes = 60", "track_minutes = 120"))
    return str(SHIPPED), str(tmp_path / "after")


def test_diff_says_what_loosens_and_why(two_folders: tuple[str, str]) -> None:
    lines = CliRunner().invoke(policy, ["diff", *two_folders]).output.splitlines()

    assert lines == [
        "loosens   documents.footfall.retention.track_minutes: 60 → 120 (it is kept longer)",
        "this change permits more than before",
    ]


def test_diff_as_json_is_one_object(two_folders: tuple[str, str]) -> None:
    back = json.loads(CliRunner().invoke(policy, ["diff", *two_folders[::-1], "--json"]).output)

    assert (back["loosens"], [change["effect"] for change in back["changes"]]) == (False, ["tightens"])


def test_a_folder_does_not_differ_from_itself() -> None:
    assert CliRunner().invoke(policy, ["diff", str(SHIPPED), str(SHIPPED)]).output == "nothing changes\n"


def test_lint_says_which_policy_it_checked() -> None:
    printed = CliRunner().invoke(policy, ["lint"]).output

    assert load_bundle().hash.hex()[:12] in printed


def test_lint_as_json_is_one_object() -> None:
    printed = json.loads(CliRunner().invoke(policy, ["lint", "--json"]).output)

    names = [finding["name"] for finding in printed.pop("findings")]
    assert printed == {"policy_hash": load_bundle().hash.hex(), "purposes": 9, "tasks": 13}
    assert names == ["no_jurisdiction"]


def test_lint_names_what_must_be_mended_and_fails(two_folders: tuple[str, str]) -> None:
    document = Path(two_folders[1]) / "documents" / "footfall.toml"
    document.write_text(document.read_text().replace("notice_required = true", "notice_required = false"))

    result = CliRunner().invoke(policy, ["lint", "--folder", two_folders[1]])

    assert isinstance(result.exception, DocumentError)
    assert result.output.startswith("error    no_notice          footfall: requires no sign")


def test_lint_as_json_tells_the_findings_of_what_contradicts_itself(two_folders: tuple[str, str]) -> None:
    chain = Path(two_folders[1]) / "chain.toml"
    chain.write_text(chain.read_text().replace('site = "43/200"', 'site = "1/200"'))

    printed = json.loads(CliRunner().invoke(policy, ["lint", "--folder", two_folders[1], "--json"]).output)

    names = [finding["name"] for finding in printed["findings"]]
    assert (printed["tasks"], names) == (0, ["inconsistent", "no_jurisdiction"])


def test_lint_refuses_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no policy documents"):
        CliRunner().invoke(policy, ["lint", "--folder", str(tmp_path)], catch_exceptions=False)
