"""A browser in which somebody is signed in at an aggregator that is really served."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser

from aggregator.app import create_app
from aggregator.hub import Hub
from tests.support import people
from tests.support.chromium import Watched, opened
from tests.support.hub_world import with_pages
from tests.support.serving import served


@contextmanager
def signed_in(browser: Browser, hub: Hub, role: str, width: int, scheme: str) -> Iterator[Watched]:
    """Serve the aggregator and open a page for a person of the role; width in px, and colour scheme."""
    people.add(hub, "anna", role)
    cookies = people.signed_in(hub, "anna")
    size = {"width": width, "height": 900}
    with (
        served(create_app(with_pages(hub), passwords=people.CHEAP)) as address,
        opened(browser, address, viewport=size, color_scheme=scheme) as watched,
    ):
        watched.page.context.add_cookies(
            [{"name": name, "value": value, "url": address} for name, value in cookies.items()]
        )
        yield watched
