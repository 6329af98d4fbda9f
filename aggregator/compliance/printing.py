"""A paper as a file of its own: HTML that needs nothing beside it, or PDF where a headless Chromium is."""

import os
import shutil
import subprocess
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Final

from markupsafe import Markup

from aggregator.compliance.errors import PrintError
from aggregator.compliance.papers.paper import Paper
from aggregator.compliance.words import moment
from aggregator.consoles.templating import environment, static_file

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
"""Programs that can print, in the order they are looked for."""
_PATIENCE_S: Final = 60


def to_html(paper: Paper, version: str, at: datetime) -> str:
    """Return the paper as one HTML document with its looks inside."""
    looks = "\n".join((static_file(name) or b"").decode() for name in ("shoal.css", "desk.css", "paper.css"))
    return (
        environment()
        .get_template("paper_file.html")
        .render(paper=paper, version=version, at=moment(at), looks=Markup(looks))  # noqa: S704  (our own files)
    )


def print_to(paper: Paper, version: str, at: datetime, out: Path) -> None:
    """Write the paper as PDF where the file's name ends so, else as HTML; whole or not at all.

    Raises: PrintError where no browser can print, or the file cannot be written.
    """
    text = to_html(paper, version, at)
    try:
        with tempfile.TemporaryDirectory(prefix="shoal-paper-", dir=out.parent) as folder:
            page, made = Path(folder) / "paper.html", Path(folder) / "paper.pdf"
            page.write_text(text, encoding="utf-8")
            if out.suffix == ".pdf":
                _to_pdf(page, made)
            (made if out.suffix == ".pdf" else page).replace(out)
    except OSError as error:
        raise PrintError(f"cannot write {out}: {error.strerror or error}") from error


def _to_pdf(page: Path, made: Path) -> None:
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise PrintError(
            "expected a browser that prints (chromium) to make a PDF, got none; write .html and print that"
        )
    words = [browser, "--headless", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    words += ["--no-sandbox"] if os.geteuid() == 0 else []  # its sandbox refuses root; the page is our own
    words += [f"--user-data-dir={page.parent / 'profile'}", "--no-pdf-header-footer"]
    words += [f"--print-to-pdf={made}", page.as_uri()]
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=_PATIENCE_S)
    except subprocess.TimeoutExpired as error:
        raise PrintError(
            f"expected a PDF within {_PATIENCE_S} s, got none; write .html and print that"
        ) from error
    if not made.exists():
        last = done.stderr.strip().splitlines()[-1:] or ["no reason"]
        raise PrintError(f"expected a PDF from {browser}, got none: {last[0]}")
