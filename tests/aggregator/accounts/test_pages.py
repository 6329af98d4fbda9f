"""Where the pages about accounts lead, and to whom."""

import pytest

from aggregator.accounts.pages import lead, local


@pytest.mark.parametrize("path", ["/hq", "/hq?period=7d&site=a", "/compliance/policies"])
def test_pages_of_this_server_can_be_next(path: str) -> None:
    assert local(path) == path


@pytest.mark.parametrize(
    "path",
    ["", "hq", "//evil.example", "https://evil.example", "/\\evil.example", "/a\nb", "/login", "/logout"],
    ids=["nothing", "no path", "a host", "an address", "a backslash", "two lines", "sign-in", "sign-out"],
)
def test_nothing_else_can(path: str) -> None:
    assert local(path) == ""


def test_what_comes_next_stands_in_the_address() -> None:
    assert lead("/login", "/hq?a=b").headers["location"] == "/login?next=%2Fhq%3Fa%3Db"
    assert lead("/login").headers["location"] == "/login"
