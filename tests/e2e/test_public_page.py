"""The public page and its signs in a real browser: every width, light and dark, both languages, on paper."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from edge_node.commands.attest import withdraw_camera
from edge_node.node import load_node
from edge_node.public.write import write_page
from edge_node.simulation.plans import PLANS
from edge_node.simulation.site_toml import site_toml
from edge_node.site_reader import load_site
from edge_node.storage.documents import save
from edge_node.storage.home import Home
from tests.support.clock import FakeClock
from tests.support.consent_world import attest_home
from tests.support.edge_world import paired_node

pytestmark = pytest.mark.browser

FILES = ("index.html", "de.html", "notice-en-1.html")
CAMERAS = '\n[[cameras]]\nname = "door"\nsource = "usb:0"\n[[cameras]]\nname = "hall"\nsource = "usb:1"\n'


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("no chromium on the path; install it to run this test")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the page of a store of two cameras, one of them without its sign."""
    root, clock = tmp_path_factory.mktemp("store"), FakeClock(datetime(2026, 6, 15, 12, 0, tzinfo=UTC))
    paired_node(root, clock)
    Home(root).site.write_text(site_toml(PLANS["boutique"](), "Harbour Street", "Europe/Berlin") + CAMERAS)
    save(Home(root).layout, load_site(Home(root).site).layout())
    attest_home(root, clock.now())
    withdraw_camera(root, "hall", "floor lead", clock)
    write_page(load_node(root, clock), root / "www")
    return root / "www"


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 768, 390])
def test_page_is_drawn_without_a_complaint(
    browser: Browser, folder: Path, name: str, scheme: str, width: int
) -> None:
    """Nothing the browser refuses or misses, no sideways scroll, nothing that axe finds."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]  # one of the two words it takes
    )
    page, complaints = context.new_page(), list[str]()
    page.on("console", lambda message: complaints.append(message.text))
    asked = list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.goto((folder / name).as_uri())

    found = Axe().run(page)

    assert complaints == []
    assert asked == [(folder / name).as_uri()]
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("getComputedStyle(document.body).maxWidth") == "1248px", "the sheet holds"
    if os.environ.get("SHOAL_PICTURES"):
        page.screenshot(path=f"{os.environ['SHOAL_PICTURES']}/{name}-{width}-{scheme}.png", full_page=True)
    context.close()


def test_languages_lead_to_each_other(browser: Browser, folder: Path) -> None:
    page = browser.new_page()
    page.goto((folder / "index.html").as_uri())

    page.get_by_role("link", name="Deutsch").click()

    assert page.get_by_role("heading", level=1).inner_text() == "Harbour Street: was die Kameras messen"
    page.close()


def test_a_sign_fits_one_sheet_of_paper(browser: Browser, folder: Path) -> None:
    page = browser.new_page()
    page.goto((folder / "notice-en-1.html").as_uri())

    printed = page.pdf(format="A4")

    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page/") == 1
    page.close()
