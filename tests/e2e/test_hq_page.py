"""The HQ page in a real Chromium, served by a real server on loopback, under its real headers."""

from collections.abc import Iterator
from contextlib import AbstractContextManager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from aggregator.ports import Published
from tests.aggregator.insights.test_bodies import POLICY, released
from tests.support.chromium import SCHEMES, WIDTHS, Watched, launched, opened, picture
from tests.support.clock import FakeClock
from tests.support.hq_app import hq_app
from tests.support.releases import NOW, Chain, FakePublished, published
from tests.support.serving import served

pytestmark = pytest.mark.browser

DATA = {
    "data": Chain(),
    "little": Chain(sites=2, days=2, packs=("zones-by-cohort",)),
    "none": None,
}
CHARTS = [
    *("over-time", "funnel", "stores", "groups", "stays", "zones", "floor"),
    *("flow", "returns", "shelves", "queue", "waits", "coverage"),
]


def go(watched: Watched, path: str = "/hq") -> None:
    """Open the page and wait until every chart on it is drawn."""
    watched.page.goto(watched.address + path)
    for box in watched.page.locator(".chart").all():
        expect(box).to_have_attribute("data-drawn", "yes", timeout=30_000)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as started:
        yield started


def serving(held: Published) -> AbstractContextManager[str]:
    """Serve the page on a free loopback port and yield its address."""
    return served(hq_app(held, FakeClock(NOW)))


@pytest.fixture(scope="module")
def addresses() -> Iterator[dict[str, str]]:
    """Serve a chain with data, one with little, and none."""
    held = {name: FakePublished() if chain is None else published(chain) for name, chain in DATA.items()}
    with serving(held["data"]) as data, serving(held["little"]) as little, serving(held["none"]) as none:
        yield {"data": data, "little": little, "none": none}


@pytest.mark.parametrize("held", DATA)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_page_is_drawn_without_a_complaint(
    browser: Browser, addresses: dict[str, str], held: str, scheme: str, width: int
) -> None:
    """No policy violation, no error, no request beyond loopback, no sideways scroll; axe finds nothing."""
    size = {"width": width, "height": 900}
    with opened(browser, addresses[held], viewport=size, color_scheme=scheme) as watched:
        go(watched)

        found = Axe().run(watched.page)

        assert watched.complaints == []
        assert {host for host in watched.hosts if host} == {"127.0.0.1"}
        assert found.violations_count == 0, found.generate_report()
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
        picture(watched.page, f"{held}-{width}-{scheme}")


@pytest.mark.parametrize("width", [1440, 390])
def test_what_reads_bodies_is_shown_with_its_notice(browser: Browser, width: int) -> None:
    held = published(Chain())
    held.rows += [
        released("posture", {"grocery:energy_4": 700, "queue:energy_4": 12}, others=300),
        released("intent", {"grocery:reach": 620, "queue:reach": 4}, others=90),
    ]
    size = {"width": width, "height": 900}
    app = hq_app(held, FakeClock(NOW), policy=POLICY)
    with served(app) as address, opened(browser, address, viewport=size) as watched:
        go(watched, "/hq?from=2026-11-16&to=2026-11-22")

        for key in ("posture", "intent"):
            box = watched.page.locator(f".chart-{key}")
            expect(box.get_by_text("notice-movement-1")).to_have_count(1)
            expect(box.locator("pattern")).not_to_have_count(0)
        picture(watched.page, f"bodies-{width}")
        assert watched.complaints == []
        assert Axe().run(watched.page).violations_count == 0
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= width


def test_charts_really_are_drawn(browser: Browser, addresses: dict[str, str]) -> None:
    with opened(browser, addresses["data"]) as watched:
        go(watched)

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
        go(watched)

        chart = watched.page.locator("#chart-funnel")
        expect(chart.get_by_text("ratio, not share")).to_have_count(2)
        expect(chart.get_by_text("), share")).to_have_count(2)


@pytest.mark.parametrize("key", CHARTS)
def test_every_table_is_reached_and_opened_by_keyboard(
    browser: Browser, addresses: dict[str, str], key: str
) -> None:
    with opened(browser, addresses["data"]) as watched:
        go(watched)
        button = watched.page.locator(f'[data-table="table-{key}"]')
        button.focus()
        watched.page.keyboard.press("Enter")

        expect(watched.page.locator(f"#table-{key} table")).to_be_visible()
        assert watched.page.locator(f"#table-{key} tbody tr").count() > 0
        assert watched.complaints == []


def test_queue_is_drawn_over_time_by_its_card(browser: Browser, addresses: dict[str, str]) -> None:
    with opened(browser, addresses["data"]) as watched:
        go(watched)

        watched.page.get_by_role("link", name="People queueing", exact=True).click()

        expect(watched.page.locator("#title-over-time")).to_have_text("How many people queue?")


def test_withheld_sums_are_hatched_and_say_why(browser: Browser, addresses: dict[str, str]) -> None:
    with opened(browser, addresses["little"]) as watched:
        go(watched)

        chart = watched.page.locator("#chart-zones")
        expect(chart.get_by_text("fewer than 5 sites")).to_have_count(7)
        expect(chart.locator("pattern")).not_to_have_count(0)


@pytest.mark.parametrize("key", ["stays", "funnel", "waits"])
def test_hover_shows_the_interval(browser: Browser, addresses: dict[str, str], key: str) -> None:
    with opened(browser, addresses["data"], viewport={"width": 1440, "height": 1200}) as watched:
        go(watched)
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
        go(watched)

        watched.page.keyboard.press(key)

        watched.page.wait_for_url(f"**{part}**")


def test_arrow_goes_back_and_escape_clears(browser: Browser, addresses: dict[str, str]) -> None:
    with opened(browser, addresses["data"]) as watched:
        go(watched, "/hq?site=s02")
        watched.page.keyboard.press("ArrowLeft")
        watched.page.wait_for_url("**from=2026-11-10**")

        watched.page.keyboard.press("Escape")

        watched.page.wait_for_url("**/hq")


def test_tables_are_one_key_away(browser: Browser, addresses: dict[str, str]) -> None:
    with opened(browser, addresses["data"]) as watched:
        go(watched)
        expect(watched.page.locator("table").first).to_be_hidden()

        watched.page.keyboard.press("t")

        expect(watched.page.locator("table").first).to_be_visible()
        assert Axe().run(watched.page).violations_count == 0


def test_store_is_chosen_from_the_list(browser: Browser, addresses: dict[str, str]) -> None:
    with opened(browser, addresses["data"]) as watched:
        go(watched)

        watched.page.get_by_label("Store", exact=True).select_option("s03")

        expect(watched.page.locator("h1")).to_contain_text("Shoal Eppendorf")


def test_theme_can_be_chosen_and_is_remembered(browser: Browser, addresses: dict[str, str]) -> None:
    with opened(browser, addresses["data"], color_scheme="light") as watched:
        go(watched)
        button = watched.page.get_by_role("button", name="Theme")
        button.click()
        button.click()
        expect(button).to_have_text("Theme: dark")

        go(watched, "/hq?site=s02")

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
