"""A small OpenID provider with real keys and real tokens; each defect of `DEFECTS` makes it lie in one way.

It approves whoever comes: signing in there is not what is tested here.
"""

import hashlib
import json
import secrets
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import parse_qs, quote, urlencode

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from tests.support.clock import FakeClock
from tests.support.serving import served

CLIENT_ID = "shoal-hq"
CLIENT_SECRET = "a client's secret: 100 %"

Defect = Literal[
    "",
    "wrong issuer",
    "wrong audience",
    "expired",
    "not yet",
    "wrong nonce",
    "no nonce",
    "alg none",
    "shared secret",
    "another key",
    "no subject",
    "no token",
    "another issuer's document",
    "plain http token endpoint",
]


@dataclass
class Provider:
    """One provider: who signs in there, and how it lies."""

    clock: FakeClock
    defect: Defect = ""
    subject: str = "user-7"
    name: str = "kim"
    groups: list[str] = field(default_factory=lambda: ["analysts"])
    issuer: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def id_token(self, nonce: str) -> str:
        """Return what the token endpoint says of the person."""
        now = int(self.clock.now().timestamp())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": self.subject,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            "preferred_username": self.name,
            "groups": self.groups,
        }
        claims |= {
            "wrong issuer": {"iss": "https://evil.example"},
            "wrong audience": {"aud": "another-client"},
            "expired": {"iat": now - 900, "exp": now - 600},
            "not yet": {"nbf": now + 600},
            "wrong nonce": {"nonce": "0" * 64},
        }.get(self.defect, {})
        for absent, name in {"no nonce": "nonce", "no subject": "sub"}.items():
            if self.defect == absent:
                del claims[name]
        return self._signed(claims)

    def _signed(self, claims: dict[str, Any]) -> str:
        if self.defect == "alg none":
            return ".".join((_part({"alg": "none"}), _part(claims), ""))
        if self.defect == "shared secret":  # the public key, which everybody has, taken for a secret
            public = OctKey.import_key(self.key.as_pem(private=False))
            return jwt.encode({"alg": "HS256", "kid": "k1"}, claims, public, ["HS256"])
        key = RSAKey.generate_key(2048, {"kid": "k1"}) if self.defect == "another key" else self.key
        return jwt.encode({"alg": "RS256", "kid": "k1"}, claims, key)

    def token_answer(self, form: dict[str, str], authorization: str) -> dict[str, str] | None:
        """Return the answer to a code, or None: each is good once, for its client and its PKCE verifier."""
        asked = self.codes.pop(form.get("code", ""), None)
        client = b64encode(f"{quote(CLIENT_ID, safe='')}:{quote(CLIENT_SECRET, safe='')}".encode()).decode()
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if asked is None or authorization != f"Basic {client}":
            return None
        if asked["code_challenge"] != urlsafe_b64encode(digest).decode().rstrip("="):
            return None
        if asked["redirect_uri"] != form.get("redirect_uri"):
            return None
        answer = {"access_token": secrets.token_hex(16), "token_type": "Bearer"}
        if self.defect != "no token":
            answer["id_token"] = self.id_token(asked["nonce"])
        return answer


@contextmanager
def providing(provider: Provider) -> Iterator[str]:
    """Serve the provider on this machine and yield its issuer address."""
    with served(_app(provider)) as address:
        provider.issuer = address
        yield address


def _app(provider: Provider) -> FastAPI:
    app = FastAPI()

    @app.get("/.well-known/openid-configuration")
    def document() -> dict[str, str]:
        lies = provider.defect == "another issuer's document"
        plain = provider.defect == "plain http token endpoint"
        return {
            "issuer": "https://other.example" if lies else provider.issuer,
            "authorization_endpoint": f"{provider.issuer}/authorize",
            "token_endpoint": "http://id.example/token" if plain else f"{provider.issuer}/token",
            "jwks_uri": f"{provider.issuer}/keys",
        }

    @app.get("/keys")
    def keys() -> dict[str, object]:
        return {"keys": [provider.key.as_dict(private=False)]}

    @app.get("/authorize")
    def authorize(request: Request) -> RedirectResponse:
        asked = dict(request.query_params)
        code = secrets.token_hex(16)
        provider.codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"]})
        return RedirectResponse(f"{asked['redirect_uri']}?{back}", 302)

    @app.post("/token")
    async def token(request: Request) -> JSONResponse:
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        answer = provider.token_answer(form, request.headers.get("authorization", ""))
        return JSONResponse(answer or {"error": "invalid_grant"}, 200 if answer else 400)

    return app


def _part(value: dict[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
