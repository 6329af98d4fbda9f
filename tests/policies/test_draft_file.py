"""A draft goes from hand to hand as a file."""

from pathlib import Path

import pytest

from policies.draft import Intent, drafted
from policies.draft_file import read_draft, read_held, write_draft
from policies.errors import DocumentError
from tests.support.policy_world import AUTHOR, BUNDLE, NOW, OFFICE, secret

DRAFT = drafted(BUNDLE, None, Intent(AUTHOR, "the first one"), secret=secret(AUTHOR), at=NOW)


def test_a_draft_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "draft.json"

    write_draft(path, DRAFT)

    assert read_draft(path) == DRAFT


def test_the_policy_in_force_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    path.write_text(OFFICE.published(BUNDLE, author=None).model_dump_json())

    assert read_held(path) == BUNDLE


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", "\xff"], ids=["nothing", "an object", "a list", "no JSON"]
)
def test_anything_else_is_refused_with_what_to_do(tmp_path: Path, content: str) -> None:
    path = tmp_path / "draft.json"
    path.write_text(content)

    with pytest.raises(DocumentError, match="shoal policy sign"):
        read_draft(path)
    with pytest.raises(DocumentError, match="GET /v1/policy"):
        read_held(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"cannot read .*none\.json"):
        read_draft(tmp_path / "none.json")


def test_a_draft_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"cannot write .*draft\.json"):
        write_draft(tmp_path / "nowhere" / "draft.json", DRAFT)
