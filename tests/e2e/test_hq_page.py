"""The HQ page in a real Chromium, served by a real server on loopback, under its real headers."""

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from aggregator.ports import Published
from tests.support.clock import FakeClock
from tests.support.hq_app import hq_app
from tests.support.releases import NOW, Chain, FakePublished, published

pytestmark = pytest.mark.browser

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
DATA = {
    "data": Chain(),
    "little": Chain(sites=2, days=2, packs=("zones-by-cohort",)),
    "none": None,
}
CHARTS = [
    *("over-time", "funnel", "stores", "groups", "stays", "zones", "floor"),
    *("flow", "returns", "shelves", "queue", "waits", "coverage"),
]

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

    def go(self, path: str = "/hq") -> None:
        """Open the page and wait until every chart on it is drawn."""
        self.page.goto(self.address + path)
        for box in self.page.locator(".chart").all():
            expect(box).to_have_attribute("data-drawn", "yes", timeout=30_000)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("no chromium on the path; install it to run this test")
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield started
        started.close()


@contextmanager
def serving(held: Published) -> Iterator[str]:
    """Serve the page on a free loopback port and yield its address."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        config = uvicorn.Config(hq_app(held, FakeClock(NOW)), log_level="error", ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        ready = threading.Event()
        started = server.startup

        async def startup(sockets: list[socket.socket] | None = None) -> None:
            await started(sockets)
            ready.set()

        server.startup = startup
        thread.start()
        assert ready.wait(30)
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        server.should_exit = True
        thread.join(30)


@pytest.fixture(scope="module")
def addresses() -> Iterator[dict[str, str]]:
    """Serve a chain with data, one with little, and none."""
    held = {name: FakePublished() if chain is None else published(chain) for name, chain in DATA.items()}
    with serving(held["data"]) as data, serving(held["little"]) as little, serving(held["none"]) as none:
        yield {"data": data, "little": little, "none": none}


@contextmanager
def opened(browser: Browser, address: str, **options: Any) -> Iterator[Watched]:
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


@pytest.mark.parametrize("held", DATA)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_page_is_drawn_without_a_complaint(
    browser: Browser, addresses: dict[str, str], held: str, scheme: str, width: int
) -> None:
    """No policy violation, no error, no request beyond loopback, no sideways scroll; axe finds nothing."""
    size = {"width": width, "height": 900}
    with opened(browser, addresses[held], viewport=size, color_scheme=scheme) as watched:
        watched.go()

        found = Axe().run(watched.page)

        assert watched.complaints == []
        assert {host for host in watched.hosts if host} == {"127.0.0.1"}
        assert found.violations_count == 0, found.generate_report()
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
        _keep(watched.page, f"{held}-{width}-{scheme}")


def _keep(page: Page, name: str) -> None:
    """Save a picture for those who look, where they ask for it."""
    folder = os.environ.get("SHOAL_PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_charts_really_are_drawn(browser: Browser, addresses: dict[str, str]) -> None:
    with opened(browser, addresses["data"]) as watched:
        watched.go()

        for key in CHARTS:
            expect(watched.page.locator(f"#chart-{key} svg.main-svg").first).to_be_visible()
        expect(watched.page.locator("#chart-over-time .scatterlayer path.js-line")).not_to_have_count(0)
        expect(watched.page.locator("#chart-stays .barlayer .point path")).to_have_count(7)
        expect(watched.page.locator("#chart-floor .heatmaplayer image")).to_have_count(2)
        expect(watched.page.locator("#chart-funnel .barlayer .point path")).to_have_count(5)
        expect(watched.page.locator("#chart-shelves .barlayer .point path")).to_have_count(8)
        expect(watched.page.locator("#chart-queue .scatterlayer path.js-fill")).not_to_have_count(0)


def test_step_between_cameras_is_called_a_ratio_on_the_page(
    browser: Browser, addresses: dict[str, str]
) -> None:
    with opened(browser, addresses["data"]) as watched:
        watched.go()

        chart = watched.page.locator("#chart-funnel")
        expect(chart.get_by_text("ratio, not share")).to_have_count(2)
        expect(chart.get_by_text("), share")).to_have_count(2)


@pytest.mark.parametrize("key", CHARTS)
def test_every_table_is_reached_and_opened_by_keyboard(
    browser: Browser, addresses: dict[str, str], key: str
) -> None:
    with opened(browser, addresses["data"]) as watched:
        watched.go()
        button = watched.page.locator(f'[data-table="table-{key}"]')
        button.focus()
        watched.page.keyboard.press("Enter")

        expect(watched.page.locator(f"#table-{key} table")).to_be_visible()
        assert watched.page.locator(f"#table-{key} tbody tr").count() > 0
        assert watched.complaints == []


def test_queue_is_drawn_over_time_by_its_card(browser: Browser, addresses: dict[str, str]) -> None:
    with opened(browser, addresses["data"]) as watched:
        watched.go()

        watched.page.get_by_role("link", name="People queueing", exact=True).click()

        expect(watched.page.locator("#title-over-time")).to_have_text("How many people queue?")


def test_withheld_sums_are_hatched_and_say_why(browser: Browser, addresses: dict[str, str]) -> None:
    with opened(browser, addresses["little"]) as watched:
        watched.go()

        chart = watched.page.locator("#chart-zones")
        expect(chart.get_by_text("fewer than 5 sites")).to_have_count(7)
        expect(chart.locator("pattern")).not_to_have_count(0)


@pytest.mark.parametrize("key", ["stays", "funnel", "waits"])
def test_hover_shows_the_interval(browser: Browser, addresses: dict[str, str], key: str) -> None:
    with opened(browser, addresses["data"], viewport={"width": 1440, "height": 1200}) as watched:
        watched.go()
        watched.page.locator(f"#chart-{key}").scroll_into_view_if_needed()
        box = watched.page.locator(f"#chart-{key} .barlayer .point").first.bounding_box()
        assert box is not None

        watched.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

        expect(watched.page.locator(f"#chart-{key} .hoverlayer")).to_contain_text(" to ")
        assert watched.complaints == []


@pytest.mark.parametrize(
    ("key", "part"),
    [("d", "period=day"), ("f", "period=28d"), ("x", "compare=off"), ("i", "level=hour"), ("2", "site=s02")],
)
def test_letter_chooses(browser: Browser, addresses: dict[str, str], key: str, part: str) -> None:
    with opened(browser, addresses["data"]) as watched:
        watched.go()

        watched.page.keyboard.press(key)

        watched.page.wait_for_url(f"**{part}**")


def test_arrow_goes_back_and_escape_clears(browser: Browser, addresses: dict[str, str]) -> None:
    with opened(browser, addresses["data"]) as watched:
        watched.go("/hq?site=s02")
        watched.page.keyboard.press("ArrowLeft")
        watched.page.wait_for_url("**from=2026-11-10**")

        watched.page.keyboard.press("Escape")

        watched.page.wait_for_url("**/hq")


def test_tables_are_one_key_away(browser: Browser, addresses: dict[str, str]) -> None:
    with opened(browser, addresses["data"]) as watched:
        watched.go()
        expect(watched.page.locator("table").first).to_be_hidden()

        watched.page.keyboard.press("t")

        expect(watched.page.locator("table").first).to_be_visible()
        assert Axe().run(watched.page).violations_count == 0


def test_store_is_chosen_from_the_list(browser: Browser, addresses: dict[str, str]) -> None:
    with opened(browser, addresses["data"]) as watched:
        watched.go()

        watched.page.get_by_label("Store", exact=True).select_option("s03")

        expect(watched.page.locator("h1")).to_contain_text("Shoal Eppendorf")


def test_theme_can_be_chosen_and_is_remembered(browser: Browser, addresses: dict[str, str]) -> None:
    with opened(browser, addresses["data"], color_scheme="light") as watched:
        watched.go()
        button = watched.page.get_by_role("button", name="Theme")
        button.click()
        button.click()
        expect(button).to_have_text("Theme: dark")

        watched.go("/hq?site=s02")

        expect(watched.page.locator("html")).to_have_attribute("data-theme", "dark")
        assert watched.complaints == []


def test_page_is_whole_without_scripts(browser: Browser, addresses: dict[str, str]) -> None:
    with opened(browser, addresses["data"], java_script_enabled=False) as watched:
        watched.page.goto(addresses["data"] + "/hq")

        expect(watched.page.locator("table")).to_have_count(len(CHARTS))
        expect(watched.page.locator("table").first).to_be_visible()
        expect(watched.page.locator(".chart").first).to_be_hidden()
        watched.page.get_by_label("Store", exact=True).select_option("s03")
        watched.page.get_by_role("button", name="Show").first.click()
        expect(watched.page.locator("h1")).to_contain_text("Shoal Eppendorf")
