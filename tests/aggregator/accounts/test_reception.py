"""Where somebody goes first, and what the reception is made of."""

from dataclasses import replace
from pathlib import Path

import pytest

from aggregator.accounts.guard import Access
from aggregator.accounts.matrix import ROLES, Role
from aggregator.accounts.person import HERE, Person
from aggregator.accounts.reception import ISSUERS, reception_of
from aggregator.config import OidcConfig
from aggregator.errors import HomeError
from aggregator.hub import Hub
from tests.support.hq_app import uncounted, unnoted
from tests.support.people import CHEAP


@pytest.mark.parametrize("role", ROLES)
def test_whoever_reads_no_numbers_is_not_sent_to_them(leader_hub: Hub, role: Role) -> None:
    reception = reception_of(leader_hub, Access(lambda _token: None, "leader", unnoted, uncounted), CHEAP)
    who = Person("somebody", role, frozenset({"all"}), None, 1)

    assert (reception.first_page(who) == "/") is who.may("read_insights")


def test_nameless_reader_goes_to_the_numbers(leader_hub: Hub) -> None:
    assert (
        reception_of(leader_hub, Access(lambda _token: HERE, "leader", unnoted, uncounted), CHEAP).first_page(
            HERE
        )
        == "/"
    )


def test_apps_tell_the_two_aggregators_apart() -> None:
    assert len(set(ISSUERS.values())) == 2


def with_provider(hub: Hub, file: Path | str) -> Hub:
    oidc = OidcConfig(
        issuer="https://id.example", client_id="x", client_secret_file=str(file), roles={"a": "admin"}
    )
    return replace(hub, config=hub.config.model_copy(update={"oidc": oidc}))


def test_secret_of_the_provider_is_the_first_line_of_its_file(leader_hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("a secret\nand a remark\n")
    access = Access(lambda _token: None, "leader", unnoted, uncounted)

    made = reception_of(with_provider(leader_hub, tmp_path / "secret"), access, CHEAP)
    public = reception_of(with_provider(leader_hub, ""), access, CHEAP)

    assert made.provider is not None
    assert made.provider.provider.secret == "a secret"
    assert "a secret" not in repr(made)
    assert public.provider is not None
    assert public.provider.provider.secret == ""


@pytest.mark.parametrize("content", [None, ""], ids=["no file", "empty"])
def test_secret_that_cannot_be_read_stops_the_application(
    leader_hub: Hub, tmp_path: Path, content: str | None
) -> None:
    if content is not None:
        (tmp_path / "secret").write_text(content)

    with pytest.raises(HomeError, match="client secret"):
        reception_of(
            with_provider(leader_hub, tmp_path / "secret"),
            Access(lambda _token: None, "leader", unnoted, uncounted),
            CHEAP,
        )
