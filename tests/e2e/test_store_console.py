"""The store console in a real Chromium, as the command serves it: looked at, and its switches pressed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from edge_node.commands.learning import learning_of
from edge_node.commands.pause import Wanted, press_pause
from edge_node.console.access import Access
from edge_node.console.app import create_app
from tests.support.chromium import Watched, launched, opened, picture
from tests.support.console_world import taught_store
from tests.support.learning_store import LearningStore
from tests.support.serving import free_port, served
from tests.support.speaking_node import node_that_says

pytestmark = pytest.mark.browser

SIZES = [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as started:
        yield started


@pytest.fixture
def store(tmp_path: Path) -> LearningStore:
    return taught_store(tmp_path)


@contextmanager
def console(browser: Browser, store: LearningStore, **options: object) -> Iterator[Watched]:
    """Serve the store's console and open its link in a fresh browser."""
    access, port = Access(store.clock), free_port()
    app = create_app(store.root, store.clock, access=access, host=f"127.0.0.1:{port}")
    with served(app, port=port) as address, opened(browser, address, **options) as watched:
        watched.page.goto(f"{address}/open?token={access.link}")
        yield watched


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_page_is_drawn_without_a_complaint(
    browser: Browser, store: LearningStore, width: int, scheme: str
) -> None:
    """No policy violation, no error, no request beyond loopback, no sideways scroll; axe finds nothing."""
    size = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    with node_that_says(store.root), console(browser, store, **size) as watched:
        expect(watched.page.get_by_role("heading", name="What happens now")).to_be_visible()
        watched.page.get_by_text("Switch learning off").click()
        found = Axe().run(watched.page)
        picture(watched.page, f"store-console-{width}-{scheme}")

        assert watched.complaints == []
        assert watched.hosts == {"127.0.0.1"}
        assert found.violations_count == 0, found.generate_report()
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= width


def test_learning_is_switched_off_and_the_nodes_register_says_so(
    browser: Browser, store: LearningStore
) -> None:
    with console(browser, store, viewport={"width": 1440, "height": 900}) as watched:
        watched.page.get_by_text("Switch learning off").click()
        form = watched.page.locator('form[action="/learning/off"]')
        expect(form).to_contain_text("The 40 pieces held now are not used")
        form.get_by_label("Your role or name").fill("store manager")
        form.get_by_role("button", name="Switch it off").click()

        status = watched.page.locator("#learning").get_by_role("status")
        expect(status).to_contain_text("Switched off by store manager")
        stopped = learning_of(store.root, store.clock).stopped
        assert stopped is not None
        assert stopped.pressed.by == "store manager"
        assert watched.complaints == []


def test_what_happens_now_is_renewed_without_a_reload(browser: Browser, store: LearningStore) -> None:
    with console(browser, store, viewport={"width": 1440, "height": 900}) as watched:
        page = watched.page
        expect(page.locator("#now-message")).to_contain_text("No node is at work")
        with node_that_says(store.root):
            expect(page.get_by_role("row", name="till")).to_contain_text(
                "nobody to say it of", timeout=15_000
            )
            expect(page.get_by_role("row", name="bakery")).to_contain_text("many")
        assert watched.complaints == []


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_a_paused_store_that_cannot_be_read_is_off(
    browser: Browser, store: LearningStore, width: int, scheme: str
) -> None:
    """The page in German, paused, with a damaged register of learning."""
    press_pause(store.root, Wanted("till 2", length="2h", reason="Umbau"), store.clock)
    store.node.home.learning_stops.write_text("not JSON")
    size = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme, "locale": "de-DE"}
    with console(browser, store, **size) as watched:
        expect(watched.page.get_by_text("Lernen ist ausgeschaltet")).to_be_visible()
        found = Axe().run(watched.page)
        picture(watched.page, f"store-console-off-{width}-{scheme}")

        assert watched.complaints == []
        assert found.violations_count == 0, found.generate_report()
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
