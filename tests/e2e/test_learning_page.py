"""The page of learning in a real Chromium, under its real headers: with rounds, and before the first one."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from aggregator.database import writing
from aggregator.hub import Hub
from tests.aggregator.conftest import *  # noqa: F403 - homes of aggregators, made once
from tests.support.chromium import launched, picture
from tests.support.learning_rows import completed, model, refused
from tests.support.signed_in_browser import signed_in

pytestmark = pytest.mark.browser

SIZES = [(1440, "light"), (768, "dark"), (390, "light")]
ADDRESS = "/hq/learning"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as started:
        yield started


def fill(hub: Hub) -> None:
    """Give the leader ten rounds, one of them refused, and the models they made."""
    numbers = [number for number in range(1, 11) if number != 4]
    with writing(hub.engine) as session:
        session.add_all([completed(number, hits=0.3 + 0.02 * number) for number in numbers])
        session.add(refused(4))
        session.add(model(1, "start", 0))
        session.add_all([model(place, "round", number) for place, number in enumerate(numbers, start=2)])


@pytest.mark.parametrize("is_filled", [True, False], ids=["rounds", "none"])
@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_page_is_drawn_without_a_complaint(
    browser: Browser, leader_hub: Hub, is_filled: bool, width: int, scheme: str
) -> None:
    """No policy violation, no error, no request beyond loopback, no sideways scroll; axe finds nothing."""
    if is_filled:
        fill(leader_hub)

    with signed_in(browser, leader_hub, "hq_analyst", width, scheme) as watched:
        watched.page.goto(watched.address + ADDRESS)
        for box in watched.page.locator(".chart").all():
            expect(box).to_have_attribute("data-drawn", "yes", timeout=30_000)
        found = Axe().run(watched.page)

        assert watched.complaints == []
        assert {host for host in watched.hosts if host} == {"127.0.0.1"}
        assert found.violations_count == 0, found.generate_report()
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
        picture(watched.page, f"learning-{'rounds' if is_filled else 'none'}-{width}-{scheme}")


def test_an_analyst_goes_back_to_an_older_model(browser: Browser, leader_hub: Hub) -> None:
    fill(leader_hub)

    with signed_in(browser, leader_hub, "hq_analyst", 1440, "light") as watched:
        watched.page.goto(watched.address + ADDRESS)
        watched.page.get_by_label("Model of").select_option("7")
        watched.page.get_by_role("button", name="Go back to it").click()

        newest = watched.page.get_by_role("region", name="Where does the model come from?").locator(
            "tbody tr"
        )
        expect(newest.first).to_contain_text("back to round 7")
        assert watched.complaints == []
