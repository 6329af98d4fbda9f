"""Documents in the home directory are read strictly."""

from pathlib import Path

import pytest

from edge_node.errors import StorageError
from edge_node.storage.documents import load, save
from shared.schemas.layout import SiteLayout
from tests.support.edge_world import site


def test_a_document_comes_back_equal(tmp_path: Path) -> None:
    save(tmp_path / "layout.json", site())

    assert load(tmp_path / "layout.json", SiteLayout) == site()


def test_a_missing_document_is_none(tmp_path: Path) -> None:
    assert load(tmp_path / "layout.json", SiteLayout) is None


def test_a_damaged_document_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "layout.json").write_text('{"version": 2}')

    with pytest.raises(StorageError, match=r"layout\.json: site_name"):
        load(tmp_path / "layout.json", SiteLayout)
