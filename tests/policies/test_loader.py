"""Documents are read whole or not at all."""

import shutil
from pathlib import Path

import pytest

from policies.errors import DocumentError
from policies.loader import SHIPPED, load_bundle
from shared.config import ConfigError


def copy_of_shipped(folder: Path) -> Path:
    """Return a copy of the shipped documents to break."""
    shutil.copy(SHIPPED / "chain.toml", folder)
    shutil.copytree(SHIPPED / "documents", folder / "documents")
    return folder


def test_the_hash_changes_with_a_pack() -> None:
    assert load_bundle().hash != load_bundle(packs=["zones-by-cohort"]).hash


def test_an_optional_document_is_there_for_who_asks_by_name() -> None:
    purposes = [document.purpose for document in load_bundle(optional=["posture"]).documents]

    assert purposes == [*(document.purpose for document in load_bundle().documents), "posture"]


def test_an_optional_document_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"mood\.toml"):
        load_bundle(copy_of_shipped(tmp_path), optional=["mood"])


def test_no_documents_means_no_measuring(tmp_path: Path) -> None:
    shutil.copy(SHIPPED / "chain.toml", tmp_path)

    with pytest.raises(DocumentError, match="nothing may be measured"):
        load_bundle(tmp_path)


def test_a_document_carries_its_purpose_as_its_name(tmp_path: Path) -> None:
    folder = copy_of_shipped(tmp_path)
    (folder / "documents" / "footfall.toml").rename(folder / "documents" / "zz.toml")

    with pytest.raises(DocumentError, match="must describe purpose 'zz'"):
        load_bundle(folder)


@pytest.mark.parametrize(
    "line", ["raw_frames_kept = true", "re_identification = true", "face_features = true"]
)
def test_the_unthinkable_cannot_be_written_down(tmp_path: Path, line: str) -> None:
    folder = copy_of_shipped(tmp_path)
    path = folder / "documents" / "footfall.toml"
    path.write_text(f"{line}\n{path.read_text()}")

    with pytest.raises(ConfigError, match="input should be False"):
        load_bundle(folder)
