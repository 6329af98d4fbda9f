"""Signing in at an OpenID provider: authorization code with PKCE, state and nonce; its ID token checked.

Authlib writes the requests and checks the claims, joserfc the signature. Nothing the provider says is
believed before its signature, issuer, audience, time and nonce hold.
Source: OpenID Connect Core 1.0 §3.1; RFC 7636 (PKCE); RFC 9700 §2.1.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote, urlsplit

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from aggregator.accounts.errors import AccountError
from aggregator.config import OidcConfig
from shared.wire.pairing import is_allowed_url

ALGORITHMS: Final = ["RS256", "PS256", "ES256", "EdDSA"]
"""Signatures that are taken: asymmetric ones. ``none`` and those under a shared secret are none here."""
LEEWAY_S: Final = 60
TIMEOUT_S: Final = 5.0
_ENDPOINTS: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class Claims:
    """What a provider says of a person, once it is believed."""

    issuer: str
    subject: str
    """Never given to somebody else at this issuer."""
    name: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Secrets:
    """What binds an answer to the question: none is known to anybody but the browser, the provider and us."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider, as the settings name it."""

    config: OidcConfig
    secret: str = field(repr=False)
    """The client secret; empty for a public client."""
    client: Callable[[], httpx.Client] = field(repr=False)
    """Makes the client of one request, which is closed after it: people sign in rarely."""

    def address(self, secrets: Secrets, return_to: str) -> str:
        """Return where the browser is sent to. Raises: AccountError when the provider cannot be asked."""
        address = prepare_grant_uri(
            self._endpoints()["authorization_endpoint"],
            self.config.client_id,
            "code",
            redirect_uri=return_to,
            scope=self.config.scope,
            state=secrets.state,
            nonce=secrets.nonce,
            code_challenge=create_s256_code_challenge(secrets.verifier),
            code_challenge_method="S256",
        )
        return str(address)

    def claims(self, code: str, secrets: Secrets, return_to: str, now: datetime) -> Claims:
        """Return who signed in. Raises: AccountError for anything that does not hold."""
        endpoints = self._endpoints()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": return_to,
            "code_verifier": secrets.verifier,
        }
        answer = self._json("POST", endpoints["token_endpoint"], form)
        keys = self._json("GET", endpoints["jwks_uri"])
        return self._believed(str(answer.get("id_token", "")), keys, secrets.nonce, now)

    def _believed(self, token: str, keys: Mapping[str, Any], nonce: str, now: datetime) -> Claims:
        try:
            read = jwt.decode(token, KeySet.import_key_set({"keys": keys.get("keys", [])}), ALGORITHMS)
            options = {
                "iss": {"essential": True, "value": self.config.issuer},
                "aud": {"essential": True, "value": self.config.client_id},
            }
            params = {"nonce": nonce, "client_id": self.config.client_id}
            claims = CodeIDToken(read.claims, read.header, options, params)
            claims.validate(now=int(now.timestamp()), leeway=LEEWAY_S)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise AccountError(f"the provider's answer does not hold ({type(error).__name__})") from error
        return Claims(
            issuer=self.config.issuer,
            subject=str(claims["sub"]),
            name=_name(claims.get(self.config.name_claim), str(claims["sub"])),
            groups=_groups(claims.get(self.config.groups_claim)),
        )

    def _endpoints(self) -> dict[str, str]:
        document = self._json("GET", f"{self.config.issuer.rstrip('/')}/.well-known/openid-configuration")
        if document.get("issuer") != self.config.issuer:
            raise AccountError(
                f"expected the provider {self.config.issuer}, got {document.get('issuer')!r:.100}"
            )
        found = {name: str(document.get(name, "")) for name in _ENDPOINTS}
        wrong = [name for name, address in found.items() if not is_allowed_address(address)]
        if wrong:
            raise AccountError(f"expected an https address as the provider's {wrong[0]}")
        return found

    def _json(self, method: str, address: str, form: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        try:
            with self.client() as client:
                answer = client.request(method, address, data=self._signed(form), auth=self._auth(form))
            answer.raise_for_status()
            found = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise AccountError(f"the provider cannot be asked ({type(error).__name__})") from error
        if not isinstance(found, dict):
            raise AccountError("expected an object from the provider, got something else")
        return found

    def _signed(self, form: Mapping[str, str] | None) -> Mapping[str, str] | None:
        """Return the form as a public client names itself; one with a secret does so in the header."""
        return form if form is None or self.secret else {**form, "client_id": self.config.client_id}

    def _auth(self, form: Mapping[str, str] | None) -> httpx.BasicAuth | None:
        if form is None or not self.secret:
            return None
        return httpx.BasicAuth(quote(self.config.client_id, safe=""), quote(self.secret, safe=""))


def is_allowed_address(address: str) -> bool:
    """Return whether an address is under https, or under http on this machine."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return is_allowed_url(f"{parts.scheme}://{parts.netloc}") and not parts.fragment


def first_match(groups: Sequence[str], roles: Mapping[str, str]) -> str:
    """Return the role of the first entry of the table that is one of the groups; empty without one."""
    return next((role for group, role in roles.items() if group in groups), "")


def _name(claim: object, subject: str) -> str:
    text = claim if isinstance(claim, str) and claim.isprintable() and claim.strip() else subject
    return text.strip()[:64]


def _groups(claim: object) -> tuple[str, ...]:
    if isinstance(claim, str):
        return (claim,)
    return tuple(one for one in claim if isinstance(one, str)) if isinstance(claim, list) else ()
