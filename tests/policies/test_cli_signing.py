"""What an author and those who approve type."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from policies.cli import policy
from policies.draft_file import read_draft
from policies.errors import ApprovalError, DocumentError, PolicyError, RefusedError
from policies.loader import SHIPPED, load_bundle
from policies.signing import public_half
from tests.support.policy_world import OFFICE

REASON = "stores are offline for longer"


def run(*words: str) -> dict[str, Any]:
    """Return what the command prints with --json. Raises: what it raises."""
    done = CliRunner().invoke(policy, [*words, "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return json.loads(done.output)  # type: ignore[no-any-return]  # one object


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the shipped documents, with cohort batches that close after two weeks."""
    target = tmp_path / "documents-of-may"
    shutil.copytree(SHIPPED, target, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    chain = target / "chain.toml"
    chain.write_text(chain.read_text().replace("cohort_closes_days = 7", "cohort_closes_days = 14"))
    return target


@pytest.fixture
def held(tmp_path: Path) -> Path:
    path = tmp_path / "policy.json"
    path.write_text(OFFICE.published(load_bundle(), author=None).model_dump_json())
    return path


def key(folder: Path, name: str) -> list[str]:
    """Return the options of a person with a key of their own."""
    path = folder / f"{name}.key"
    if not path.exists():
        run("signer", "--key", str(path))
    return ["--key", str(path), "--as", name]


def signed(folder: Path, held: Path, *options: str) -> dict[str, Any]:
    author = key(folder, "mara")
    return run("sign", str(folder), *author, "--reason", REASON, "--held", str(held), *options)


def test_a_key_is_made_once_and_shown_again(tmp_path: Path) -> None:
    path = tmp_path / "mara.key"

    made = CliRunner().invoke(policy, ["signer", "--key", str(path)]).output
    again = run("signer", "--key", str(path))

    assert again["public_key"] == public_half(path.read_bytes()).hex()
    assert (again["public_key"] in made, again["made"]) == (True, False)


def test_a_signed_draft_says_what_it_changes_and_needs(folder: Path, held: Path) -> None:
    answer = signed(folder, held, "--dpia", "DPIA-2026-04")

    assert [change["path"] for change in answer["changes"] if change["effect"] == "loosens"] == [
        "chain.cohort_closes_days"
    ]
    assert (answer["version"], answer["author"], answer["reason"]) == (2, "mara", REASON)
    assert (answer["previous"], answer["approvals_missing"]) == (load_bundle().hash.hex(), 2)


def test_a_draft_lies_beside_its_documents_or_where_it_is_told(folder: Path, held: Path) -> None:
    elsewhere = folder.parent / "mine.json"

    here = signed(folder, held, "--dpia", "D")
    there = signed(folder, held, "--dpia", "D", "--out", str(elsewhere))

    assert (here["draft"], there["draft"]) == (str(folder / "draft.json"), str(elsewhere))
    assert read_draft(elsewhere).bundle.chain.author == "mara"


def test_a_loosening_without_an_assessment_is_not_signed(folder: Path, held: Path) -> None:
    with pytest.raises(RefusedError, match=r"loosens chain.cohort_closes_days .*--dpia"):
        signed(folder, held)

    assert not (folder / "draft.json").exists()


def test_documents_with_errors_are_not_signed(folder: Path, held: Path) -> None:
    document = folder / "documents" / "footfall.toml"
    document.write_text(document.read_text().replace("notice_required = true", "notice_required = false"))

    with pytest.raises(DocumentError, match="no_notice in footfall"):
        signed(folder, held, "--dpia", "D")


def test_a_name_that_cannot_be_written_down_is_refused(folder: Path, held: Path) -> None:
    words = [
        "sign",
        str(folder),
        *key(folder, "mara")[:2],
        "--as",
        "Mara L",
        "--reason",
        "r",
        "--held",
        str(held),
    ]

    with pytest.raises(DocumentError, match="author"):
        run(*words)


def test_a_first_version_follows_nothing(folder: Path) -> None:
    answer = run("sign", str(folder), *key(folder, "mara"), "--reason", "the first one")

    assert (answer["version"], answer["previous"], answer["changes"]) == (1, "", [])


def test_looking_first_signs_nothing(folder: Path, held: Path) -> None:
    signed(folder, held, "--dpia", "D")
    before = (folder / "draft.json").read_bytes()

    shown = CliRunner().invoke(policy, ["approve", str(folder / "draft.json")]).output

    assert "loosens   chain.cohort_closes_days: 7 → 14 (shares are kept longer)" in shown
    assert "2 more approvals needed" in shown
    assert (folder / "draft.json").read_bytes() == before


def test_two_others_make_it_ready(folder: Path, held: Path) -> None:
    signed(folder, held, "--dpia", "D")
    draft = str(folder / "draft.json")

    one = run("approve", draft, *key(folder, "omid"))
    two = CliRunner().invoke(policy, ["approve", draft, *key(folder, "ines")]).output

    assert (one["approvals"], one["approvals_missing"]) == (["omid"], 1)
    assert "approved by omid, ines" in two
    assert "ready to be adopted" in two


@pytest.mark.parametrize("name", ["mara", "omid"], ids=["the author", "one who has"])
def test_nobody_else_is_expected(folder: Path, held: Path, name: str) -> None:
    signed(folder, held, "--dpia", "D")
    draft = str(folder / "draft.json")
    run("approve", draft, *key(folder, "omid"))

    with pytest.raises(ApprovalError, match="expected"):
        run("approve", draft, *key(folder, name))

    assert len(read_draft(Path(draft)).approvals) == 1


def test_a_key_without_a_name_is_misuse(folder: Path, held: Path) -> None:
    signed(folder, held, "--dpia", "D")

    done = CliRunner().invoke(policy, ["approve", str(folder / "draft.json"), *key(folder, "omid")[:2]])

    assert (done.exit_code, "--as NAME together" in done.output) == (2, True)


def test_every_error_is_one_that_the_command_line_can_tell(folder: Path) -> None:
    with pytest.raises(PolicyError, match="cannot read"):
        run("approve", str(folder / "none.json"))
