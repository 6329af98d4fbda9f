"""Settings: written, read back, refused, and shown without secrets."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.config import (
    Change,
    HubConfig,
    OidcConfig,
    load_config,
    render,
    save_config,
    shown,
    with_changes,
)
from shared.config import ConfigError, parse_toml

LEADER = HubConfig(role="leader")


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    config = with_changes(LEADER, Change("peer_url", "https://helper.example"), Change("port", 0))

    save_config(tmp_path, config)

    assert load_config(tmp_path) == config


@given(st.text(st.characters().filter(str.isprintable), max_size=40))
def test_any_path_survives_toml(text: str) -> None:
    config = HubConfig(role="helper", tls_certificate=text, tls_key=text)

    assert parse_toml(render(config), HubConfig, name="x") == config


@pytest.mark.parametrize(
    "change",
    [
        Change("peer_url", "http://helper.example"),
        Change("public_url", "ftp://x"),
        Change("peer_root_key", "00"),
        Change("port", 70_000),
        Change("tls_key", "only.pem"),
        Change("release_every_s", 0),
        Change("colour", "sea"),
        Change("host", "a\nb"),
    ],
    ids=lambda change: change.name,
)
def test_setting_that_cannot_be_is_refused(change: Change) -> None:
    with pytest.raises(ConfigError):
        with_changes(LEADER, change)


def test_password_in_the_database_url_is_hidden() -> None:
    config = HubConfig(role="leader", database_url="postgresql+psycopg://shoal:tide@db.example/hub")

    assert shown(config)["database_url"] == "postgresql+psycopg://shoal:…@db.example/hub"


def test_database_url_without_a_password_is_shown_whole() -> None:
    config = HubConfig(role="leader", database_url="postgresql+psycopg://shoal@db.example/hub")

    assert shown(config)["database_url"] == config.database_url


def test_peer_key_is_empty_until_it_is_brought() -> None:
    assert LEADER.peer_key == b""
    assert with_changes(LEADER, Change("peer_root_key", "ab" * 32)).peer_key == b"\xab" * 32


PROVIDER = OidcConfig(
    issuer="https://id.example/realms/chain",
    client_id="shoal",
    client_secret_file="/run/secrets/oidc",
    roles={'CN=Officers, "EU"': "compliance_officer", "analysts": "hq_analyst"},
    store_groups={"analysts": "all"},
)


def test_provider_is_written_as_tables_and_read_back_in_the_same_order(tmp_path: Path) -> None:
    config = HubConfig(role="leader", oidc=PROVIDER)

    save_config(tmp_path, config)

    read = load_config(tmp_path)
    assert read == config
    assert list(read.oidc.roles) == list(PROVIDER.roles)
    assert "[oidc.roles]" in render(config)


def test_provider_survives_a_change_of_something_else() -> None:
    config = HubConfig(role="leader", oidc=PROVIDER)

    assert with_changes(config, Change("port", 9)).oidc == PROVIDER


@given(st.dictionaries(st.text(st.characters().filter(str.isprintable), max_size=20), st.just("admin")))
def test_any_group_survives_toml(roles: dict[str, str]) -> None:
    oidc = OidcConfig.model_validate({"issuer": "", "roles": roles})
    config = HubConfig(role="leader", oidc=oidc)

    assert parse_toml(render(config), HubConfig, name="x") == config


@pytest.mark.parametrize(
    "lines",
    [
        'issuer = "http://id.example"\nclient_id = "x"\nroles = {a = "admin"}',
        'issuer = "https://id.example"\nroles = {a = "admin"}',
        'issuer = "https://id.example"\nclient_id = "x"',
        'roles = {a = "owner"}',
        'client_secret = "in the open"',
    ],
    ids=["in the clear", "no client", "no roles", "no such role", "a secret"],
)
def test_provider_that_cannot_be_is_refused(lines: str) -> None:
    with pytest.raises(ConfigError):
        parse_toml(f'role = "leader"\n[oidc]\n{lines}\n', HubConfig, name="x")


def test_provider_is_shown_a_line_a_setting() -> None:
    found = shown(HubConfig(role="leader", oidc=PROVIDER))

    assert found["oidc.issuer"] == "https://id.example/realms/chain"
    assert found["oidc.store_groups"] == ["analysts → all"]
