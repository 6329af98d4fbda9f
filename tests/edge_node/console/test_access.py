"""The link opens the console once; after that its one session does, until the end of a working day."""

import pytest

from edge_node.console.access import LASTS, LINGERS, OPEN_WITHIN, Access, is_from_page
from tests.support.clock import FakeClock


@pytest.fixture
def access() -> Access:
    return Access(FakeClock())


def test_the_link_opens_a_session_once(access: Access) -> None:
    link = access.link or ""

    first, second = access.redeem(link), access.redeem(link)

    assert first is not None
    assert access.session(first.cookie) is first
    assert (second, access.link) == (None, None)


def test_another_token_opens_nothing_and_leaves_the_link(access: Access) -> None:
    assert access.redeem("x" * 43) is None
    assert access.redeem("ключ") is None
    assert access.link is not None


def test_before_the_link_is_opened_no_cookie_is_believed(access: Access) -> None:
    assert access.session("") is None


def test_another_cookie_is_not_believed(access: Access) -> None:
    access.redeem(access.link or "")

    assert access.session("x" * 43) is None


def test_a_session_ends_with_the_day() -> None:
    clock = FakeClock()
    access = Access(clock)
    session = access.redeem(access.link or "")
    assert session is not None

    clock.advance(LASTS.total_seconds())

    assert access.session(session.cookie) is None


def test_a_link_that_nobody_opened_for_an_hour_opens_nothing() -> None:
    clock = FakeClock()
    access = Access(clock)

    clock.advance(OPEN_WITHIN.total_seconds())

    assert access.redeem(access.link or "") is None


def test_who_closes_the_page_is_out_at_once_and_the_console_ends_a_moment_later() -> None:
    clock = FakeClock()
    access = Access(clock)
    session = access.redeem(access.link or "")
    assert session is not None

    access.end()
    was_over = access.is_over
    clock.advance(LINGERS.total_seconds())

    assert access.session(session.cookie) is None
    assert (was_over, access.is_over) == (False, True)


@pytest.mark.parametrize("is_opened", [True, False], ids=["opened", "never opened"])
def test_a_console_that_nobody_can_get_into_is_over(is_opened: bool) -> None:
    clock = FakeClock()
    access = Access(clock)
    if is_opened:
        access.redeem(access.link or "")
    lasts = LASTS if is_opened else OPEN_WITHIN

    clock.advance(lasts.total_seconds())
    was_over = access.is_over
    clock.advance(LINGERS.total_seconds())

    assert (was_over, access.is_over) == (False, True)


def test_link_cookie_and_form_have_256_bits_of_their_own(access: Access) -> None:
    link = access.link or ""
    session = access.redeem(link)
    assert session is not None

    made = {link, session.cookie, session.form_token}

    assert len(made) == 3
    assert min(len(one) for one in made) >= 43


def test_a_form_bears_its_own_sessions_token(access: Access) -> None:
    session = access.redeem(access.link or "")
    assert session is not None

    assert is_from_page(session, session.form_token)
    assert not is_from_page(session, session.cookie)
