"""A real Chromium that writes down everything that goes wrong or out on a page."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = [1440, 768, 390]
SCHEMES = ["light", "dark"]

_WATCH = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error("policy: " + event.effectiveDirective + " " + event.blockedURI));
"""


@dataclass
class Watched:
    """A page and everything that went wrong or out on it."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)


@contextmanager
def launched() -> Iterator[Browser]:
    """Start the machine's Chromium, or skip saying that there is none."""
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("no chromium on the path; install it to run this test")
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield started
        started.close()


@contextmanager
def opened(browser: Browser, address: str, **options: Any) -> Iterator[Watched]:
    """Open a fresh context, as if the browser had never been here."""
    context = browser.new_context(**options)
    context.add_init_script(_WATCH)
    watched = Watched(context.new_page(), address)

    def heard(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            watched.complaints.append(message.text)

    watched.page.on("console", heard)
    watched.page.on("pageerror", lambda error: watched.complaints.append(str(error)))
    watched.page.on("request", lambda request: watched.hosts.add(urlsplit(request.url).hostname or ""))
    yield watched
    context.close()


def picture(page: Page, name: str) -> None:
    """Save a picture for those who look, where SHOAL_PICTURES asks for it."""
    folder = os.environ.get("SHOAL_PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
