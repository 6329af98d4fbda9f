"""Somebody in front of the pages about accounts: reads forms, fills them in, follows where they lead."""

import html
import re
from dataclasses import dataclass

import httpx
import pyotp

from tests.support.clock import FakeClock
from tests.support.people import PASSWORD

HTML = {"accept": "text/html"}
_TOKEN = re.compile(r'name="token" value="([0-9a-f]{64})"')
_SECRET = re.compile(r"<span>Key</span> <code>([A-Z2-7]+)</code>")


@dataclass
class Visitor:
    """A browser without scripts, its person, and the person's app."""

    client: httpx.Client
    clock: FakeClock
    name: str = "mara"
    secret: str = ""

    def get(self, path: str) -> httpx.Response:
        """Open a page as a browser does, following where it leads."""
        return self.client.get(path, headers=HTML, follow_redirects=True)

    def post(self, page: str, path: str, **fields: str | list[str]) -> httpx.Response:
        """Fill in a form of the page and send it; redirects are not followed."""
        found = _TOKEN.search(self.get(page).text)
        token = found.group(1) if found else ""
        self.clock.advance(2)
        return self.client.post(path, data={"token": token, **fields}, headers=HTML)

    def code(self) -> str:
        """Return what the app shows now, in a step that was not used yet."""
        self.clock.advance(60)
        return pyotp.TOTP(self.secret).at(self.clock.now())

    def sign_in(self, password: str = PASSWORD, next_path: str = "") -> httpx.Response:
        """Go all the way; the first time an app is set up. Return the last answer."""
        first = self.post("/login", "/login", name=self.name, password=password, next=next_path)
        onward = first.headers["location"]
        if onward.startswith("/login/enrol"):
            found = _SECRET.search(html.unescape(self.get(onward).text))
            assert found is not None
            self.secret = found.group(1)
        return self.post(onward, onward.partition("?")[0], code=self.code(), next=next_path)
