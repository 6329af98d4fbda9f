"""What the pages about accounts work with, and where a person goes first."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import httpx

from aggregator.accounts.directory import Directory
from aggregator.accounts.guard import Access
from aggregator.accounts.oidc import TIMEOUT_S, Provider
from aggregator.accounts.own import Own
from aggregator.accounts.passwords import Passwords
from aggregator.accounts.person import Person
from aggregator.accounts.provider_sign_in import ProviderSignIn
from aggregator.accounts.sealed import Seal
from aggregator.accounts.sign_in import SignIn
from aggregator.errors import HomeError
from aggregator.hub import Hub
from shared.wire.codec import Role

ISSUERS: Final[dict[Role, str]] = {"leader": "Shoal HQ", "helper": "Shoal compliance office"}
"""How an authenticator app calls each aggregator."""


@dataclass(frozen=True, slots=True)
class Reception:
    """Signing in, one's own account, the list of accounts: over one home."""

    access: Access
    sign_in: SignIn
    own: Own
    directory: Directory
    provider: ProviderSignIn | None
    """Signing in at an OpenID provider; None without one in the settings."""
    role: Role
    public_url: str
    """How people and edges reach this aggregator; empty: the address that was asked."""

    def first_page(self, who: Person | None) -> str:
        """Return where somebody goes who asked for nothing: the numbers, if they may read them."""
        if who is not None and not who.is_nameless and not who.may("read_insights"):
            return "/account"
        return "/"


def reception_of(hub: Hub, access: Access, passwords: Passwords) -> Reception:
    """Return the reception over one aggregator's home. Raises: HomeError for a secret that cannot be read."""
    seal = Seal(hub.home.pepper(), hub.random)
    sign_in = SignIn(hub.engine, hub.clock, hub.random, passwords, seal, ISSUERS[hub.role])
    return Reception(
        access=access,
        sign_in=sign_in,
        own=Own(hub.engine, hub.clock, passwords, seal),
        directory=Directory(hub.engine, hub.clock, passwords),
        provider=_provider(hub, seal),
        public_url=hub.config.public_url,
        role=hub.role,
    )


def _provider(hub: Hub, seal: Seal) -> ProviderSignIn | None:
    config = hub.config.oidc
    if not config.issuer:
        return None
    client = partial(httpx.Client, timeout=TIMEOUT_S, follow_redirects=False, trust_env=False)
    provider = Provider(config, _secret(config.client_secret_file), client)
    return ProviderSignIn(hub.engine, hub.clock, hub.random, provider, seal)


def _secret(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8").splitlines()[0].strip() if file else ""
    except (OSError, UnicodeDecodeError, IndexError) as error:
        raise HomeError(
            f"expected the provider's client secret in the first line of {file}, got none"
        ) from error
