"""A question to a provider is answered once, in the browser that asked, and opens the account of today."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlmodel import select

from aggregator.accounts.errors import AccountError
from aggregator.accounts.limits import Wait
from aggregator.accounts.oidc import Provider
from aggregator.accounts.provider_sign_in import Answer, Answered, ProviderSignIn, Question
from aggregator.accounts.sealed import Seal
from aggregator.accounts.sessions import who_is
from aggregator.accounts.tables import OidcTryRow
from aggregator.database import reading
from aggregator.hub import Hub
from tests.aggregator.accounts.test_oidc import RETURN_TO, settings
from tests.support import oidc_provider, people
from tests.support.audited import noted
from tests.support.oidc_provider import CLIENT_SECRET, providing

pytestmark = pytest.mark.live

HERE = "192.0.2.1"


@dataclass
class Walk:
    """Somebody on the way to the provider and back."""

    hub: Hub
    there: oidc_provider.Provider
    steps: ProviderSignIn

    def ask(self) -> tuple[Question, str]:
        self.hub.clock.advance(2)
        question = self.steps.ask(RETURN_TO, "/hq", HERE)
        assert isinstance(question, Question)
        answer = httpx.get(question.address)
        return question, parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]

    def whole(self) -> Answered:
        question, code = self.ask()
        return self.take(code, question.state, question.state)

    def take(self, code: str, state: str, kept_state: str) -> Answered:
        return self.steps.take(Answer(code, state, kept_state), RETURN_TO, HERE)


@pytest.fixture
def walk(leader_hub: Hub) -> Iterator[Walk]:
    there = oidc_provider.Provider(leader_hub.clock)
    with providing(there) as issuer:
        provider = Provider(settings(issuer), CLIENT_SECRET, httpx.Client)
        seal = Seal(leader_hub.home.pepper(), leader_hub.random)
        steps = ProviderSignIn(leader_hub.engine, leader_hub.clock, leader_hub.random, provider, seal)
        yield Walk(leader_hub, there, steps)


def test_person_gets_the_role_and_the_stores_of_their_groups(walk: Walk) -> None:
    answered = walk.whole()

    who = who_is(walk.hub.engine, walk.hub.clock, has_oidc=True)(answered.next.token)
    assert who is not None
    assert (who.name, who.role, who.sites, answered.next_path) == ("kim", "hq_analyst", None, "/hq")
    assert noted(walk.hub, "login")[-1].detail["step"] == "signed in"


def test_another_role_at_the_provider_is_another_role_here(walk: Walk) -> None:
    walk.whole()
    walk.there.groups = ["officers"]

    who = who_is(walk.hub.engine, walk.hub.clock, has_oidc=True)(walk.whole().next.token)

    assert who is not None
    assert (who.role, who.sites) == ("compliance_officer", frozenset())
    assert len(people.directory(walk.hub).accounts()) == 1


def test_groups_without_a_role_are_refused_and_make_no_account(walk: Walk) -> None:
    walk.there.groups = ["cleaners"]

    with pytest.raises(AccountError, match="none of your groups"):
        walk.whole()
    assert people.directory(walk.hub).accounts() == []


def test_account_disabled_here_stays_out(walk: Walk) -> None:
    walk.whole()
    people.directory(walk.hub).disable("kim")

    with pytest.raises(AccountError, match="disabled"):
        walk.whole()


def test_answer_is_taken_once(walk: Walk) -> None:
    question, code = walk.ask()
    walk.take(code, question.state, question.state)

    with pytest.raises(AccountError, match="used before"):
        walk.take(code, question.state, question.state)


def test_state_is_used_up_by_an_answer_that_fails(walk: Walk) -> None:
    question, code = walk.ask()
    walk.there.defect = "wrong nonce"
    with pytest.raises(AccountError, match="does not hold"):
        walk.take(code, question.state, question.state)

    with reading(walk.hub.engine) as session:
        assert session.exec(select(OidcTryRow)).all() == []


@pytest.mark.parametrize("kept", ["", "another", "é"], ids=["no cookie", "another browser", "no ASCII"])
def test_answer_in_another_browser_is_refused(walk: Walk, kept: str) -> None:
    question, code = walk.ask()

    with pytest.raises(AccountError, match="this browser"):
        walk.take(code, question.state, kept)


def test_state_that_nobody_asked_with_is_refused(walk: Walk) -> None:
    with pytest.raises(AccountError, match="used before"):
        walk.take("code", "state", "state")


def test_answer_after_ten_minutes_is_too_late(walk: Walk) -> None:
    question, code = walk.ask()
    walk.hub.clock.advance(600)

    with pytest.raises(AccountError, match="too late"):
        walk.take(code, question.state, question.state)


def test_nonce_of_another_question_is_refused(walk: Walk) -> None:
    _, stolen = walk.ask()
    question, _ = walk.ask()

    with pytest.raises(AccountError):
        walk.take(stolen, question.state, question.state)


def test_name_of_another_account_is_not_taken_over(walk: Walk) -> None:
    people.add(walk.hub, "kim", "admin")

    who = who_is(walk.hub.engine, walk.hub.clock, has_oidc=True)(walk.whole().next.token)

    assert who is not None
    assert (who.name, who.role) == ("kim (user-7)", "hq_analyst")


def test_group_that_was_not_made_here_gives_nothing(walk: Walk) -> None:
    walk.steps.provider.config.store_groups["analysts"] = "north"

    who = who_is(walk.hub.engine, walk.hub.clock, has_oidc=True)(walk.whole().next.token)

    assert who is not None
    assert who.sites == frozenset()


def test_ways_that_lead_nowhere_are_limited_and_whole_ones_are_not(walk: Walk) -> None:
    for _ in range(7):
        walk.whole()
    for _ in range(5):
        walk.ask()

    walk.hub.clock.advance(2)
    assert isinstance(walk.steps.ask(RETURN_TO, "", HERE), Wait)
    assert isinstance(walk.steps.ask(RETURN_TO, "", "198.51.100.9"), Question)
