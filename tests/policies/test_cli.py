"""What a compliance officer types."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from policies.cli import policy
from policies.errors import DocumentError
from policies.loader import load_bundle


def test_list_prints_every_task_with_its_exact_price() -> None:
    printed = json.loads(CliRunner().invoke(policy, ["list", "--json"]).output)

    prices = {(task["task"], task["purpose"]): task["rho"] for task in printed["tasks"]}
    assert prices["footfall.hour.site", "footfall"] == "1/20"


def test_list_applies_packs() -> None:
    printed = CliRunner().invoke(policy, ["list", "--pack", "zones-by-cohort"]).output

    assert "zone_visits.day.cohort" in printed


def test_show_speaks_plainly() -> None:
    printed = CliRunner().invoke(policy, ["show", "footfall"]).output

    assert "Nobody is recognised" in printed


def test_show_as_json_is_the_document() -> None:
    printed = json.loads(CliRunner().invoke(policy, ["show", "heatmap", "--json"]).output)

    assert printed["raw_frames_kept"] is False


def test_an_unknown_purpose_lists_the_known_ones() -> None:
    result = CliRunner().invoke(policy, ["show", "faces"])

    assert (result.exit_code, "flow, footfall, funnel" in result.output) == (2, True)


def test_lint_says_which_policy_it_checked() -> None:
    printed = CliRunner().invoke(policy, ["lint"]).output

    assert load_bundle().hash.hex()[:12] in printed


def test_lint_as_json_is_one_object() -> None:
    printed = json.loads(CliRunner().invoke(policy, ["lint", "--json"]).output)

    assert printed == {"policy_hash": load_bundle().hash.hex(), "purposes": 9, "tasks": 13}


def test_lint_refuses_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no policy documents"):
        CliRunner().invoke(policy, ["lint", "--folder", str(tmp_path)], catch_exceptions=False)
