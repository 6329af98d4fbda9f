"""Every page of the compliance console in a real Chromium, under its real headers, with data and without."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from aggregator.compliance.papers.shelf import PAPERS
from aggregator.compliance.views import views_of
from aggregator.hub import Hub
from shared.wire.codec import Role
from tests.aggregator.conftest import *  # noqa: F403 - homes of aggregators, made once
from tests.support.chromium import launched, picture
from tests.support.drafting import LONGER, name_people, proposed, signed_by
from tests.support.policy_world import AUTHOR
from tests.support.signed_in_browser import signed_in

pytestmark = pytest.mark.browser

SIZES = [(1440, "light"), (768, "dark"), (390, "light")]
SAMPLES = {"{purpose}": "zones", "{part}": "zones", "{draft_id}": "1", "changes": "changes?before=1&after=1"}
"""A value for each part of an address that varies."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as started:
        yield started


def addresses(role: Role) -> list[str]:
    """Return an address of every page of the role, papers included."""
    found = []
    for path in views_of(role):
        for part, sample in SAMPLES.items():
            path = path.replace(part, sample)  # noqa: PLW2901  (each sample takes its own part's place)
        found.append(path)
    return found + [f"papers/{key}" for key in PAPERS]


@pytest.mark.parametrize(("width", "scheme"), SIZES)
@pytest.mark.parametrize("role", ["helper", "leader"])
def test_every_page_is_shown_without_a_complaint(
    browser: Browser, helper_hub: Hub, leader_hub: Hub, role: Role, width: int, scheme: str
) -> None:
    """No policy violation, no error, no request beyond loopback, no sideways scroll; axe finds nothing."""
    hub = helper_hub if role == "helper" else leader_hub
    if role == "helper":
        name_people(hub)
        signed_by(hub, proposed(hub, LONGER), AUTHOR)

    with signed_in(browser, hub, "compliance_officer", width, scheme) as watched:
        for path in addresses(role):
            watched.page.goto(f"{watched.address}/compliance/{path}")
            found = Axe().run(watched.page)
            name = path.partition("?")[0].replace("/", "-")
            picture(watched.page, f"compliance-{role}-{name}-{width}-{scheme}")
            assert found.violations_count == 0, f"{path}: {found.generate_report()}"
            assert watched.page.evaluate("document.documentElement.scrollWidth") <= width, path

        assert watched.complaints == []
        assert {host for host in watched.hosts if host} == {"127.0.0.1"}
