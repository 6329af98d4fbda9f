"""A change of policy from its draft to three stores that measure under it, and the log that proves it.

Real aggregators in their own processes, real edge homes, real browsers; a key is made where it is used.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, expect

from edge_node.confirming import confirm
from edge_node.demo.hubs import Hubs, hubs
from edge_node.pairing import pair
from edge_node.refresh import refresh
from edge_node.simulation.plans import PLANS
from shared.clock import SystemClock
from tests.support.chromium import Watched, launched, opened, picture
from tests.support.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.live]

PEOPLE = {"anna": "compliance_officer", "otto": "approver", "ines": "approver"}
"""Who drafts, and the two who approve."""
STORES = ("Altona", "Barmbek", "Eimsbuettel")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as started:
        yield started


@pytest.fixture
def chain(tmp_path: Path) -> Iterator[Hubs]:
    """Two aggregators under the EU pack; the office has three people with accounts."""
    with hubs(tmp_path / "hubs", packs=("eu",)) as pair_of_hubs:
        password = tmp_path / "password"
        password.write_text(PASSWORD)
        for name, role in PEOPLE.items():
            words = ["hub", "account", "add", name, "--as", role, "--group", "all", "--password-file"]
            home = ["--home", str(pair_of_hubs.home("helper")), "--json"]
            shoal(*words, str(password), *home)
        yield pair_of_hubs


@dataclass
class Person:
    """Somebody at the office, in a browser of their own."""

    name: str
    watched: Watched

    def go(self, path: str) -> None:
        self.watched.page.goto(f"{self.watched.address}/compliance/{path}")

    def sign_in(self) -> None:
        page = self.watched.page
        page.goto(f"{self.watched.address}/login")
        page.get_by_label("Name").fill(self.name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Continue").click()
        secret = page.locator(".secret code").inner_text()
        page.get_by_label("Six digits").fill(pyotp.TOTP(secret).now())
        page.get_by_role("button", name="Confirm").click()
        page.get_by_role("link", name="I have kept them").click()

    def make_key(self) -> None:
        self.go("signers")
        self.watched.page.get_by_label("Name on the list").fill(self.name)
        self.watched.page.get_by_role("button", name="Make my key").click()
        expect(self.watched.page.get_by_role("cell", name="draft and approve").first).to_be_visible()

    def draft(self, reason: str, changes: dict[str, str], assessment: str = "") -> None:
        self.go("change/zones")
        page = self.watched.page
        page.get_by_label("Author").select_option(self.name)
        page.get_by_label("Reason").fill(reason)
        page.get_by_label("Impact assessment").fill(assessment)
        for label, text in changes.items():
            page.get_by_label(label, exact=True).fill(text)
        page.get_by_role("button", name="See what it would do").click()

    def press(self, draft: int, button: str) -> None:
        self.go(f"drafts/{draft}")
        with self.watched.page.expect_navigation():
            self.watched.page.get_by_role("button", name=button, exact=True).click()


def test_a_loosening_is_drafted_approved_confirmed_and_proved(
    browser: Browser, chain: Hubs, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        anna, otto, ines = (
            Person(name, stack.enter_context(opened(browser, chain.urls["helper"]))) for name in PEOPLE
        )
        for person in (anna, otto, ines):
            person.sign_in()
            person.make_key()

        tighten(anna)
        loosen(anna, otto, ines)
        confirm_in_stores(chain, tmp_path, anna)
        prove(chain, tmp_path, anna)

        for person in (anna, otto, ines):
            assert [words for words in person.watched.complaints if "409" not in words] == []
            assert {host for host in person.watched.hosts if host} == {"127.0.0.1"}


def tighten(anna: Person) -> None:
    """A year instead of two: one signature is enough, because nothing more is permitted."""
    anna.draft("a year of dwell numbers is enough", {"release months": "12"})
    anna.press(1, "Sign")
    anna.press(1, "Publish")

    expect(anna.watched.page.get_by_text("published", exact=True)).to_be_visible()


def loosen(anna: Person, otto: Person, ines: Person) -> None:
    page = anna.watched.page
    changes = {"release months": "25", "track minutes": "120"}
    anna.draft("two seasons must be compared", changes)
    expect(page.get_by_text("expected the impact assessment")).to_be_visible()

    anna.draft("two seasons must be compared", changes, "DPIA-2026-04")
    expect(page.locator("code", has_text="over_cap")).to_be_visible()
    expect(page.get_by_role("cell", name="25 months")).to_be_visible()
    picture(page, "compliance-draft")

    anna.press(2, "Sign")
    otto.press(2, "Approve")
    anna.go("drafts/2")
    expect(page.get_by_text("It still needs 1 approval")).to_be_visible()
    expect(page.get_by_role("button", name="Publish")).to_have_count(0)
    ines.press(2, "Approve")
    anna.press(2, "Publish")
    expect(page.get_by_text("published", exact=True)).to_be_visible()


def confirm_in_stores(chain: Hubs, tmp_path: Path, anna: Person) -> None:
    for store in STORES:
        layout = PLANS["boutique"]().layout(store, "Europe/Berlin")
        codes = [chain.invite(role, store) for role in ("leader", "helper")]
        node = pair(*codes, tmp_path / store, layout=layout, clock=SystemClock())
        confirm(refresh(node))

    anna.go("versions")
    expect(anna.watched.page.get_by_text("3 of 3")).to_be_visible()
    picture(anna.watched.page, "compliance-versions")


def prove(chain: Hubs, tmp_path: Path, anna: Person) -> None:
    anna.go("log?kind=policy_step")
    with anna.watched.page.expect_download() as taken:
        anna.watched.page.get_by_role("link", name="Take all of it away").click()
    bundle = tmp_path / "audit.bundle"
    taken.value.save_as(bundle)
    config = json.loads(shoal("hub", "config", "--home", str(chain.home("leader")), "--json").stdout)
    key = ["--key", str(config["peer_root_key"])]

    assert shoal("audit", "verify", str(bundle), *key).returncode == 0

    content = bundle.read_bytes()
    place = content.index(b"published")
    bundle.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
    index = entry_at(content, place)
    refused = shoal("audit", "verify", str(bundle), *key, fails=True)
    assert refused.returncode == 1
    assert f"entry {index}" in refused.stdout + refused.stderr


def entry_at(content: bytes, place: int) -> int:
    """Return the index of the entry whose line holds the byte."""
    line = content[content.rindex(b"\n", 0, place) + 1 : content.index(b"\n", place)]
    index: int = json.loads(line)["index"]
    return index


def shoal(*words: str, fails: bool = False) -> subprocess.CompletedProcess[str]:
    """Run one command line to its end."""
    command = [sys.executable, "-m", "shared.cli", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert fails or done.returncode == 0, done.stderr
    return done
