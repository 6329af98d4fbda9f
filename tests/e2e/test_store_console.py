"""The store console in a real Chromium, as the command serves it: looked at, and its switches pressed."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from edge_node.commands.learning import learning_of
from edge_node.commands.pause import Wanted, pauses_of, press_pause, resume_store
from edge_node.console.access import Access
from edge_node.console.app import create_app
from edge_node.console.launching import open_in_browser
from edge_node.storage.outbox import Sealed
from shared.epoch import epoch_of
from shared.ids import ReportId, TaskId
from tests.support.chromium import Watched, launched, opened, picture
from tests.support.console_world import taught_store
from tests.support.learning_store import LearningStore
from tests.support.serving import free_port, served
from tests.support.speaking_node import node_that_says

pytestmark = pytest.mark.browser

UTC_ZONE = ZoneInfo("UTC")
LOOKS = [(1440, "light"), (390, "dark")]
"""Width in px, and colour scheme."""
MORE_LOOKS = [(1440, "dark"), (390, "light")]
"""For those who look at pictures."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as started:
        yield started


@pytest.fixture
def store(tmp_path: Path) -> LearningStore:
    return taught_store(tmp_path)


@contextmanager
def console(browser: Browser, store: LearningStore, *, locale: str = "en-GB") -> Iterator[Watched]:
    """Serve the store's console and open its link in a fresh browser."""
    access, port = Access(store.clock), free_port()
    app = create_app(store.root, store.clock, access=access, host=f"127.0.0.1:{port}")
    with served(app, port=port) as address, opened(browser, address, locale=locale) as watched:
        watched.page.goto(f"{address}/open?token={access.link}")
        watched.page.wait_for_url(f"{address}/")
        yield watched


def look(watched: Watched, name: str) -> None:
    """Look at every size: no policy violation, nothing foreign, no sideways scroll, nothing for axe."""
    page = watched.page
    for width, scheme in (*LOOKS, *(MORE_LOOKS if os.environ.get("SHOAL_PICTURES") else ())):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        picture(page, f"store-console-{name}-{width}-{scheme}")
        found = Axe().run(page)

        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert watched.complaints == []
    assert watched.hosts == {"127.0.0.1"}


def test_a_store_at_work_is_drawn_without_a_complaint(browser: Browser, store: LearningStore) -> None:
    with closing(store.node.open_journal()) as journal:
        this_hour = epoch_of(store.clock.now(), "hour", UTC_ZONE)
        for epoch in range(this_hour - 4, this_hour):
            name = ReportId(epoch.to_bytes(16, "big"))
            with journal.unit():
                journal.sealed.append(
                    Sealed(name, "leader", TaskId("footfall.hour.site"), epoch, b"envelope")
                )
            journal.acknowledge(name, "leader", "accepted", store.clock.now())
    press_pause(store.root, Wanted("till 2", length="1h"), store.clock)
    resume_store(store.root, "floor lead", store.clock)
    with node_that_says(store.root), console(browser, store) as watched:
        for folded in (
            "Switch learning off",
            "Pressed before",
            "A sign hangs: attest it",
            "What the signs say",
        ):
            watched.page.get_by_text(folded).click()
        look(watched, "at-work")
        watched.page.get_by_role("link", name="What is kept here, and until when").click()
        look(watched, "kept")


def test_a_paused_store_that_cannot_be_read_is_drawn_as_off(browser: Browser, store: LearningStore) -> None:
    """In German, paused, with a damaged register of learning."""
    press_pause(store.root, Wanted("till 2", length="2h", reason="Umbau"), store.clock)
    store.node.home.learning_stops.write_text("not JSON")
    with console(browser, store, locale="de-DE") as watched:
        expect(watched.page.get_by_text("Lernen ist ausgeschaltet")).to_be_visible()
        look(watched, "off")


def test_learning_is_switched_off_and_the_nodes_register_says_so(
    browser: Browser, store: LearningStore
) -> None:
    with console(browser, store) as watched:
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


def test_a_refused_deed_is_not_done_again_by_the_page_that_says_so(
    browser: Browser, store: LearningStore
) -> None:
    """What was refused may be possible a minute later, when the page would renew itself."""
    press_pause(store.root, Wanted("till 2"), store.clock)
    with console(browser, store) as watched:
        page = watched.page
        page.clock.install()
        page.reload()
        page.get_by_text("Resume measuring").click()
        resume_store(store.root, "till 2", store.clock)
        form = page.locator('form[action="/resume"]')
        form.get_by_label("Your role or name").fill("store manager")
        form.get_by_role("button", name="Resume now").click()
        expect(page.get_by_text("That was not done.")).to_be_visible()
        press_pause(store.root, Wanted("till 2", reason="a visitor objects"), store.clock)

        with page.expect_response("**/now.json"):
            page.clock.run_for(61_000)

        expect(page.get_by_text("That was not done.")).to_be_visible()
        assert pauses_of(store.root, store.clock).now is not None


def test_what_happens_now_is_renewed_without_a_reload(browser: Browser, store: LearningStore) -> None:
    with console(browser, store) as watched:
        page = watched.page
        expect(page.locator("#now-message")).to_contain_text("No node answers")
        expect(page.get_by_text("Renewed every five seconds.")).to_be_visible()  # the script runs
        with node_that_says(store.root):
            page.evaluate(
                "document.dispatchEvent(new Event('visibilitychange'))"
            )  # somebody comes back to it
            expect(page.get_by_role("row", name="till")).to_contain_text("nothing is said of them")
            expect(page.get_by_role("row", name="bakery")).to_contain_text("many")
        assert watched.complaints == []


def test_the_file_that_a_browser_is_led_by_opens_it(browser: Browser, store: LearningStore) -> None:
    """A page of elsewhere leads here, as a link in a mail would: the cookie for this site alone is there."""
    access, port = Access(store.clock), free_port()
    app = create_app(store.root, store.clock, access=access, host=f"127.0.0.1:{port}")
    with served(app, port=port) as address, opened(browser, address) as watched:
        open_in_browser(store.root, f"{address}/open?token={access.link}", lambda _: True)
        watched.page.goto(store.node.home.console_page.as_uri())

        expect(watched.page.get_by_role("heading", name="Is it running?")).to_be_visible()
        watched.page.get_by_role("button", name="Close this page").click()
        expect(watched.page.get_by_role("heading", name="This page is closed")).to_be_visible()
        assert access.session(watched.page.context.cookies()[0]["value"]) is None
