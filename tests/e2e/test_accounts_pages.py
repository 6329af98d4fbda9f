"""The pages about accounts in a real Chromium, from a real server on loopback, under their real headers."""

from collections.abc import Iterator
from dataclasses import dataclass

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from aggregator.app import create_app
from aggregator.hub import Hub
from tests.aggregator.conftest import *  # noqa: F403 - homes of aggregators, made once
from tests.support import people
from tests.support.chromium import SCHEMES, WIDTHS, Watched, launched, opened, picture
from tests.support.hub_world import with_pages
from tests.support.people import PASSWORD
from tests.support.serving import served

pytestmark = pytest.mark.browser


@dataclass
class Office:
    """An aggregator being served, with an administrator and an analyst."""

    hub: Hub
    address: str

    def code(self, page: Page) -> str:
        """Return the code of the app whose key the page shows."""
        return self.at(page.locator(".secret code").inner_text())

    def at(self, secret: str) -> str:
        self.hub.clock.advance(60)
        return pyotp.TOTP(secret).at(self.hub.clock.now())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as started:
        yield started


@pytest.fixture
def office(leader_hub: Hub) -> Iterator[Office]:
    people.directory(leader_hub).make_group("north", ["site-edge-1", "site-edge-2"])
    people.add(leader_hub, "ida", "admin")
    people.add(leader_hub, "mara.lund@chain.example", "hq_analyst")
    people.add(leader_hub, "ole", "store_manager", ["north"])
    people.directory(leader_hub).disable("ole")
    with served(create_app(with_pages(leader_hub), passwords=people.CHEAP)) as address:
        yield Office(leader_hub, address)


def first_step(watched: Watched, name: str, password: str = PASSWORD) -> None:
    watched.page.goto(f"{watched.address}/login")
    watched.page.get_by_label("Name").fill(name)
    watched.page.get_by_label("Password").fill(password)
    watched.page.get_by_role("button", name="Continue").click()


def signed_in(watched: Watched, office: Office, name: str = "ida") -> str:
    """Go all the way the first time; return the app's key."""
    first_step(watched, name)
    secret = watched.page.locator(".secret code").inner_text()
    watched.page.get_by_label("Six digits").fill(office.at(secret))
    watched.page.get_by_role("button", name="Confirm").click()
    watched.page.get_by_role("link", name="I have kept them").click()
    return secret


def fine(watched: Watched, width: int, name: str) -> None:
    """Check that nothing is wrong with what is shown, and keep a picture."""
    found = Axe().run(watched.page)
    assert found.violations_count == 0, found.generate_report()
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
    picture(watched.page, name)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_shown_without_a_complaint(
    browser: Browser, office: Office, scheme: str, width: int
) -> None:
    """No policy violation, no error, no request beyond loopback, no sideways scroll; axe finds nothing."""
    size = {"width": width, "height": 900}
    with opened(browser, office.address, viewport=size, color_scheme=scheme) as watched:
        page, end = watched.page, f"{width}-{scheme}"
        page.goto(f"{office.address}/login")
        fine(watched, width, f"login-{end}")
        first_step(watched, "ida")
        expect(page.locator(".qr img")).to_be_visible()
        fine(watched, width, f"enrol-{end}")
        page.get_by_label("Six digits").fill(office.code(page))
        page.get_by_role("button", name="Confirm").click()
        fine(watched, width, f"codes-{end}")
        page.get_by_role("link", name="I have kept them").click()
        expect(page.get_by_role("heading", name="Your account")).to_be_visible()
        fine(watched, width, f"account-{end}")
        page.get_by_role("link", name="Run accounts").click()
        fine(watched, width, f"accounts-{end}")
        page.get_by_role("button", name="Sign out", exact=True).click()
        first_step(watched, "ida")
        fine(watched, width, f"code-{end}")

        assert watched.complaints == []
        assert {host for host in watched.hosts if host} == {"127.0.0.1"}


def test_whole_sign_in_is_done_by_keyboard(browser: Browser, office: Office) -> None:
    with opened(browser, office.address) as watched:
        secret = signed_in(watched, office)
        watched.page.get_by_role("button", name="Sign out", exact=True).click()
        keys = watched.page.keyboard

        watched.page.get_by_label("Name").focus()
        keys.type("ida")
        keys.press("Tab")
        keys.type(PASSWORD)
        keys.press("Enter")
        watched.page.get_by_label("Six digits").focus()
        keys.type(office.at(secret))
        keys.press("Enter")

        expect(watched.page.get_by_role("heading", name="Your account")).to_be_visible()


def test_focus_is_where_the_next_thing_is_typed(browser: Browser, office: Office) -> None:
    with opened(browser, office.address) as watched:
        watched.page.goto(f"{office.address}/login")
        for _ in range(4):
            watched.page.keyboard.press("Tab")

        expect(watched.page.get_by_label("Name")).to_be_focused()


def test_wrong_password_is_said_aloud(browser: Browser, office: Office) -> None:
    with opened(browser, office.address) as watched:
        first_step(watched, "ida", "wrong")

        expect(watched.page.get_by_role("alert")).to_have_text(
            "The name or the password is not right, or the account is disabled."
        )
        picture(watched.page, "login-wrong")


def test_page_asked_for_is_reached_after_the_sign_in(browser: Browser, office: Office) -> None:
    with opened(browser, office.address) as watched:
        watched.page.goto(f"{office.address}/hq?period=28d")
        watched.page.get_by_label("Name").fill("mara.lund@chain.example")
        watched.page.get_by_label("Password").fill(PASSWORD)
        watched.page.get_by_role("button", name="Continue").click()
        watched.page.get_by_label("Six digits").fill(office.code(watched.page))
        watched.page.get_by_role("button", name="Confirm").click()
        watched.page.get_by_role("link", name="I have kept them").click()

        expect(watched.page).to_have_url(f"{office.address}/hq?period=28d")
        expect(watched.page.locator(".who")).to_contain_text("mara.lund@chain.example")


def test_account_is_added_disabled_and_enabled_by_clicks(browser: Browser, office: Office) -> None:
    with opened(browser, office.address) as watched:
        page = watched.page
        signed_in(watched, office)
        page.goto(f"{office.address}/accounts")
        form = page.locator("section", has=page.locator("#add"))
        form.get_by_label("Name").fill("kim")
        form.get_by_label("Role").select_option("technician")
        form.get_by_label("north").check()
        form.get_by_role("button", name="Add").click()
        expect(page.get_by_role("status")).to_contain_text("kim can sign in with this password")
        picture(page, "accounts-added")

        row = page.get_by_role("row", name="kim technician")
        row.get_by_text("Disable").first.click()
        row.get_by_role("button", name="Disable kim").click()

        expect(page.get_by_role("status")).to_contain_text("kim can no longer sign in")
        assert watched.complaints == []


def test_home_without_accounts_says_so_on_its_page(browser: Browser, leader_hub: Hub) -> None:
    with (
        served(create_app(with_pages(leader_hub), passwords=people.CHEAP)) as address,
        opened(browser, address) as watched,
    ):
        watched.page.goto(f"{address}/compliance/policies")

        expect(watched.page.locator(".who")).to_have_text("no accounts: shown on this machine only")
        picture(watched.page, "no-accounts")
