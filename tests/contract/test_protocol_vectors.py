"""Leader and helper answer every vector as the protocol says: over HTTP, in process, on a real database."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.vector_hub import answer_to
from tests.vectors.files import read


@pytest.mark.parametrize("vector", read("report_good.json"), ids=lambda v: v["name"])
def test_good_report_is_accepted(vector: dict[str, Any], tmp_path: Path) -> None:
    assert answer_to(vector, tmp_path) == vector["expect"]


@pytest.mark.parametrize("vector", read("report_bad_.json"), ids=lambda v: v["name"])
def test_bad_report_is_refused(vector: dict[str, Any], tmp_path: Path) -> None:
    assert answer_to(vector, tmp_path) == vector["expect"]


@pytest.mark.parametrize("vector", read("request_bad_.json"), ids=lambda v: v["name"])
def test_bad_request_is_refused(vector: dict[str, Any], tmp_path: Path) -> None:
    assert answer_to(vector, tmp_path) == vector["expect"]
