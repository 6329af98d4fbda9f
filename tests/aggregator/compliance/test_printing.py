import shutil
from pathlib import Path

import pytest

from aggregator.compliance import printing
from aggregator.compliance.errors import PrintError
from aggregator.compliance.papers.budget_statement import budget_statement
from aggregator.compliance.printing import print_to, to_html
from tests.support.papers import FACTS
from tests.support.vector_world import NOW

PAPER = budget_statement(FACTS)


def test_a_paper_needs_nothing_beside_it() -> None:
    text = to_html(PAPER, FACTS.version, NOW)

    assert PAPER.fingerprint in text
    assert "<link" not in text
    assert "<script" not in text
    assert "@media print" in text


def test_html_is_written_whole(tmp_path: Path) -> None:
    print_to(PAPER, FACTS.version, NOW, tmp_path / "budget.html")

    assert (tmp_path / "budget.html").read_text().startswith("<!doctype html>")
    assert [entry.name for entry in tmp_path.iterdir()] == ["budget.html"]


def test_without_a_browser_the_way_out_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "BROWSERS", ())

    with pytest.raises(PrintError, match="expected a browser that prints"):
        print_to(PAPER, FACTS.version, NOW, tmp_path / "budget.pdf")

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PrintError, match="cannot write"):
        print_to(PAPER, FACTS.version, NOW, tmp_path / "nowhere" / "budget.html")


@pytest.mark.browser
def test_a_headless_browser_makes_the_pdf(tmp_path: Path) -> None:
    if not any(shutil.which(name) for name in printing.BROWSERS):
        pytest.skip("no chromium on the path; install it to run this test")

    print_to(PAPER, FACTS.version, NOW, tmp_path / "budget.pdf")

    assert (tmp_path / "budget.pdf").read_bytes().startswith(b"%PDF-")
