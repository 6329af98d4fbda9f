"""Folders, draft files and signed policies are told apart by what they are."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from policies.draft import Intent, drafted
from policies.draft_file import write_draft
from policies.draft_source import read_in_force, read_proposal
from policies.errors import DocumentError
from policies.loader import SHIPPED, load_bundle
from policies.signed_bundle import Publication, sign_bundle

AT = datetime(2026, 11, 26, tzinfo=UTC)
HELD = load_bundle(packs=["eu"])


def test_a_folder_follows_nothing_and_takes_the_packs() -> None:
    proposal = read_proposal(SHIPPED, ["eu"])

    assert (proposal.bundle, proposal.follows) == (HELD, None)


def test_a_draft_file_brings_what_it_follows(tmp_path: Path) -> None:
    path = tmp_path / "draft.json"
    made = drafted(load_bundle(), HELD, Intent("officer", "a test", "DPIA-1"), secret=bytes(32), at=AT)
    write_draft(path, made)

    proposal = read_proposal(path, [])

    assert (proposal.bundle, proposal.follows) == (made.bundle, HELD)


def test_what_is_no_draft_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot read"):
        read_proposal(tmp_path / "nothing.json", [])


def test_what_is_in_force_may_be_a_folder() -> None:
    assert read_in_force(SHIPPED, ["eu"]) == HELD


def test_what_is_in_force_may_be_a_signed_policy(tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    path.write_text(sign_bundle(Publication(bundle=HELD, published_at=AT), bytes(32)).model_dump_json())

    assert read_in_force(path, []) == HELD
