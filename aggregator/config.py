"""What an administrator may set for one aggregator: ``config.toml`` in its home."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from aggregator.accounts.matrix import Role as PersonRole
from shared.config import Config, ConfigError, load_toml, parse_toml
from shared.wire.codec import Role
from shared.wire.pairing import is_allowed_url

FILE_NAME: Final = "config.toml"


class OidcConfig(Config):
    """An OpenID provider that people sign in at, beside accounts of this home: the table ``[oidc]``."""

    issuer: str = ""
    """Its address as it calls itself (https, or http on loopback); empty: no provider."""
    client_id: str = ""
    """What this aggregator is called there."""
    client_secret_file: str = ""
    """File whose first line is the client's secret; empty for a public client, which PKCE protects alone."""
    scope: str = "openid profile"
    """What is asked for; some providers give the groups only under one of their own."""
    name_claim: str = "preferred_username"
    """Claim of the ID token that holds the name shown and logged."""
    groups_claim: str = "groups"
    """Claim of the ID token that lists the person's groups."""
    roles: dict[str, PersonRole] = Field(default_factory=dict)
    """From a group there to the role here: of several the first counts, without one nobody gets in."""
    store_groups: dict[str, str] = Field(default_factory=dict)
    """From a group there to a store group here (or ``all``): people see those of all their groups."""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        parts = urlsplit(self.issuer)
        if self.issuer and not is_allowed_url(f"{parts.scheme}://{parts.netloc}"):
            raise ValueError(f"issuer must be an https address, or http on loopback, got {self.issuer!r}")
        if self.issuer and not (self.client_id and self.roles):
            raise ValueError("an issuer needs client_id, and roles for at least one group")
        return self


class HubConfig(Config):
    """One aggregator's settings; what both roles must agree on stands in the signed policy instead."""

    role: Role
    """``leader`` (collects and publishes) or ``helper`` (holds the other share, signs the policy)."""
    host: str = "127.0.0.1"
    """Address to listen on; anything but loopback needs a certificate."""
    port: Annotated[int, Field(ge=0, le=65_535)] = 8400
    """TCP port; 0 takes a free one."""
    pages: bool = True
    """Serve the pages and the data behind them: to this machine only, until there are accounts and TLS."""
    public_url: str = ""
    """How edges reach this aggregator (https, or http on loopback); empty: the address it listens on."""
    tls_certificate: str = ""
    """PEM file of the certificate chain; empty: no TLS, loopback only."""
    tls_key: str = ""
    """PEM file of the certificate's private key (a path, never the key)."""
    proxy_certificate: str = ""
    """PEM file of the certificate that a proxy in front shows; empty: stores see tls_certificate."""
    database_url: str = ""
    """sqlite:/// or postgresql+psycopg:// URL; empty: hub.sqlite3 in the home."""
    release_every_s: Annotated[int, Field(ge=1, le=86_400)] = 60
    """Seconds between two rounds of closing, releasing and sweeping while serving."""
    cohort_size: Annotated[int, Field(ge=0, le=10_000)] = 0
    """Helper: sites in a cohort before the next one begins; 0 keeps all in one."""
    peer_url: str = ""
    """Leader: where the helper answers."""
    peer_root_key: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""
    """The other aggregator's Ed25519 root public key in hex, brought by a person."""
    oidc: OidcConfig = OidcConfig()
    """Signing in at an OpenID provider; without one, with accounts of this home alone."""

    controller: Annotated[str, Field(max_length=200)] = ""
    """Who answers for the processing (GDPR Art. 4(7)), as papers name it."""
    contact: Annotated[str, Field(max_length=200)] = ""
    """Where visitors and authorities turn to, as papers name it."""

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        for name in ("public_url", "peer_url"):
            url: str = getattr(self, name)
            if url and not is_allowed_url(url):
                raise ValueError(f"{name} must be an https origin, or http on loopback, got {url!r}")
        if bool(self.tls_certificate) != bool(self.tls_key):
            raise ValueError("tls_certificate and tls_key are set together or not at all")
        return self

    @property
    def peer_key(self) -> bytes:
        """The other aggregator's root public key: 32 bytes, or empty while unknown."""
        return bytes.fromhex(self.peer_root_key)


@dataclass(frozen=True, slots=True)
class Change:
    """One setting to write."""

    name: str
    value: str | int


def load_config(home: Path) -> HubConfig:
    """Return the home's settings. Raises: ConfigError naming the file and the key."""
    return load_toml(home / FILE_NAME, HubConfig)


def save_config(home: Path, config: HubConfig) -> None:
    """Write every setting with its description above it."""
    (home / FILE_NAME).write_text(render(config), encoding="utf-8")


def with_changes(config: HubConfig, *changes: Change) -> HubConfig:
    """Return the settings with some replaced. Raises: ConfigError when the result is not allowed."""
    values = config.model_dump() | {change.name: change.value for change in changes}
    return parse_toml("".join(_lines(values)), HubConfig, name=FILE_NAME)


def render(config: HubConfig) -> str:
    """Return the settings as TOML that `load_config` reads back."""
    return "".join(_lines(config.model_dump()))


def shown(config: HubConfig) -> dict[str, object]:
    """Return the effective settings for a person to read: a password in the database URL is hidden."""
    values: dict[str, object] = config.model_dump(exclude={"oidc"})
    for name, value in config.oidc.model_dump().items():
        values[f"oidc.{name}"] = (
            [f"{one} → {other}" for one, other in value.items()] if isinstance(value, dict) else value
        )
    before, at, after = config.database_url.rpartition("@")
    if at and ":" in before.partition("://")[2]:
        values["database_url"] = f"{before.rpartition(':')[0]}:…@{after}"
    return values


def _lines(values: Mapping[str, object], table: str = "") -> Iterator[str]:
    """Yield the settings as lines of TOML: values first, tables behind them, as the format wants it."""
    tables = {name: value for name, value in values.items() if isinstance(value, Mapping)}
    if table:
        yield f"\n[{table}]\n"
    for name, value in values.items():
        if isinstance(value, str | int):
            yield f"{_key(name)} = {_toml(value)}\n"
    for name, value in tables.items():
        yield from _lines(value, f"{table}.{_key(name)}" if table else _key(name))


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _toml(name)


def _toml(value: str | int) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if not value.isprintable():
        raise ConfigError("expected settings without control characters")
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
