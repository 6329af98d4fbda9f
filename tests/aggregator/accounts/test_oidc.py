"""What a provider says is believed when everything about it holds, and not before."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import get_args
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from aggregator.accounts.errors import AccountError
from aggregator.accounts.oidc import Claims, Provider, Secrets, first_match, is_allowed_address
from aggregator.config import OidcConfig
from tests.support import oidc_provider
from tests.support.clock import FakeClock
from tests.support.oidc_provider import CLIENT_ID, CLIENT_SECRET, Defect, providing

SECRETS = Secrets("5" * 64, "9" * 64, "c" * 64)
RETURN_TO = "http://127.0.0.1:1/login/provider/return"


def settings(issuer: str, **changes: object) -> OidcConfig:
    values = {
        "issuer": issuer,
        "client_id": CLIENT_ID,
        "roles": {"officers": "compliance_officer", "analysts": "hq_analyst"},
        "store_groups": {"analysts": "all"},
    }
    return OidcConfig.model_validate(values | changes)


@contextmanager
def asked(there: oidc_provider.Provider, secret: str = CLIENT_SECRET) -> Iterator[Provider]:
    with providing(there) as issuer:
        yield Provider(settings(issuer), secret, httpx.Client)


def speaking(answer: Callable[[httpx.Request], httpx.Response]) -> Provider:
    """Return a provider that answers everything so, without a network."""
    transport = httpx.MockTransport(answer)
    return Provider(settings("https://id.example"), "", lambda: httpx.Client(transport=transport))


def code_of(provider: Provider, secrets: Secrets = SECRETS) -> str:
    answer = httpx.get(provider.address(secrets, RETURN_TO))
    return parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]


@pytest.fixture
def there() -> oidc_provider.Provider:
    return oidc_provider.Provider(FakeClock())


@pytest.mark.live
def test_person_is_who_the_provider_says(there: oidc_provider.Provider) -> None:
    with asked(there) as provider:
        found = provider.claims(code_of(provider), SECRETS, RETURN_TO, there.clock.now())

    assert found == Claims(there.issuer, "user-7", "kim", ("analysts",))


@pytest.mark.live
@pytest.mark.parametrize("defect", [one for one in get_args(Defect) if one])
def test_answer_that_does_not_hold_is_refused(there: oidc_provider.Provider, defect: Defect) -> None:
    with asked(there) as provider:
        code = code_of(provider)
        there.defect = defect

        with pytest.raises(AccountError) as refused:
            provider.claims(code, SECRETS, RETURN_TO, there.clock.now())

    assert "eyJ" not in str(refused.value)


@pytest.mark.live
@pytest.mark.parametrize(
    ("secrets", "return_to", "secret"),
    [
        (Secrets("5" * 64, "9" * 64, "d" * 64), RETURN_TO, CLIENT_SECRET),
        (SECRETS, "http://127.0.0.1:1/elsewhere", CLIENT_SECRET),
        (SECRETS, RETURN_TO, "another secret"),
        (SECRETS, RETURN_TO, ""),
    ],
    ids=["another verifier", "another address", "another client secret", "no client secret"],
)
def test_code_is_good_for_whom_it_was_given_to(
    there: oidc_provider.Provider, secrets: Secrets, return_to: str, secret: str
) -> None:
    with asked(there, secret) as provider:
        code = code_of(provider)

        with pytest.raises(AccountError, match="cannot be asked"):
            provider.claims(code, secrets, return_to, there.clock.now())


@pytest.mark.live
def test_question_carries_no_secret_but_its_hash(there: oidc_provider.Provider) -> None:
    with asked(there) as provider:
        query = parse_qs(urlsplit(provider.address(SECRETS, RETURN_TO)).query)

    assert query["response_type"] == ["code"]
    assert query["code_challenge_method"] == ["S256"]
    assert SECRETS.verifier not in str(query)
    assert CLIENT_SECRET not in str(query)


@pytest.mark.live
@pytest.mark.parametrize(
    ("name", "groups", "found"),
    [
        (" kim ", ["a", 7, "b"], ("kim", ("a", "b"))),
        ("two\nlines", "a", ("user-7", ("a",))),
        ("x" * 90, None, ("x" * 64, ())),
        (None, {}, ("user-7", ())),
    ],
    ids=["spaces and a number", "no printable name", "too long", "nothing"],
)
def test_odd_claims_are_taken_for_no_more_than_they_are(
    there: oidc_provider.Provider, name: object, groups: object, found: tuple[str, tuple[str, ...]]
) -> None:
    there.name, there.groups = name, groups  # type: ignore[assignment]  # what a provider may well say

    with asked(there) as provider:
        claims = provider.claims(code_of(provider), SECRETS, RETURN_TO, there.clock.now())

    assert (claims.name, claims.groups) == found


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(500),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json=[]),
        httpx.Response(302),
    ],
    ids=["an error", "no JSON", "no object", "elsewhere"],
)
def test_provider_that_answers_something_else_is_refused(answer: httpx.Response) -> None:
    provider = speaking(lambda _asked: answer)

    with pytest.raises(AccountError, match="provider"):
        provider.address(SECRETS, RETURN_TO)


def test_public_client_names_itself_in_the_form() -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.content.decode())
        at = "https://id.example"
        document = {"issuer": at, "authorization_endpoint": at, "token_endpoint": at, "jwks_uri": at}
        return httpx.Response(200, json=document)

    with pytest.raises(AccountError):
        speaking(answer).claims("x", SECRETS, RETURN_TO, FakeClock().now())

    assert f"client_id={CLIENT_ID}" in seen[1]


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://id.example/realms/a/token", True),
        ("http://127.0.0.1:8080/token", True),
        ("http://id.example/token", False),
        ("https://id.example/#x", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_addresses_are_under_https(address: str, allowed: bool) -> None:
    assert is_allowed_address(address) is allowed


def test_first_entry_of_the_table_that_fits_is_the_role() -> None:
    roles = {"officers": "compliance_officer", "analysts": "hq_analyst"}

    assert first_match(["analysts", "officers"], roles) == "compliance_officer"
    assert first_match(["cleaners"], roles) == ""


def test_secrets_are_not_printed() -> None:
    assert repr(SECRETS) == "Secrets()"
