"""The access matrix, generated: every address × every role × own and foreign stores, asked for over HTTP."""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from fastapi import FastAPI

from aggregator.accounts.guard import Address, Anyone, addresses
from aggregator.accounts.matrix import MATRIX, NAMELESS, RIGHTS, ROLES, holds
from aggregator.app import create_app
from aggregator.hub import Hub
from shared.wire.codec import Role as Aggregator
from tests.support import people
from tests.support.asgi import running
from tests.support.hub_world import open_copy, with_pages

SITES = {"own": "site-edge-1", "foreign": "site-edge-4"}
"""Of the world's sites, the one in the group of all people here and one outside."""
SAMPLES = {"tag": "0", "name": "shoal.css", "purpose": "zones", "sheet": "metrics"}
"""A value for each parameter that stands in an address."""


@dataclass(frozen=True)
class Door:
    """One aggregator with one person of each role, all of the same store group, and nobody signed in."""

    app: FastAPI
    client: httpx.Client
    cookies: dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def doors(templates: dict[Aggregator, object], tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    folder = tmp_path_factory.mktemp("doors")
    leader = with_pages(open_copy(templates["leader"], folder / "leader"))
    helper = with_pages(open_copy(templates["helper"], folder / "helper"))
    with running((one := door_app(leader))[0]) as first, running((two := door_app(helper))[0]) as second:
        yield {"leader": Door(one[0], first, one[1]), "helper": Door(two[0], second, two[1])}
    leader.engine.dispose()
    helper.engine.dispose()


def door_app(hub: Hub) -> tuple[FastAPI, dict[str, dict[str, str]]]:
    people.directory(hub).make_group("mine", [SITES["own"]])
    for role in ROLES:
        people.add(hub, role, role, ["mine"])
    return create_app(hub, passwords=people.CHEAP), {role: people.signed_in(hub, role) for role in ROLES}


def asked(door: Door, address: Address, method: str, role: str | None, site: str = "") -> int:
    """Ask as the role (None: without a session) and return the status."""
    path = address.path
    for name, value in SAMPLES.items():
        path = path.replace("{" + name + "}", value)
    headers = {}
    if role is not None:
        headers["cookie"] = "; ".join(f"{name}={value}" for name, value in door.cookies[role].items())
    query = {"site": site} if site else {}
    return door.client.request(method, path, params=query, headers=headers).status_code


@pytest.mark.parametrize("aggregator", ["leader", "helper"])
@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_each_role_as_the_matrix_says(
    doors: dict[str, Door], aggregator: str, role: str
) -> None:
    door, wrong = doors[aggregator], []

    for address in addresses(door.app):
        for method in address.methods:
            status = asked(door, address, method, role)
            may = isinstance(address.asks, Anyone) or address.asks in MATRIX[role]
            if (status == 403) is may or status in {401, 500}:
                wrong.append((method, address.path, status))

    assert wrong == []


@pytest.mark.parametrize("aggregator", ["leader", "helper"])
def test_every_address_that_is_not_open_asks_for_a_session(doors: dict[str, Door], aggregator: str) -> None:
    door = doors[aggregator]

    statuses = {
        (method, address.path): asked(door, address, method, None)
        for address in addresses(door.app)
        for method in address.methods
        if not isinstance(address.asks, Anyone)
    }

    assert {status for status in statuses.values()} <= {401}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("whose", SITES)
def test_every_insight_is_of_ones_own_stores_only(doors: dict[str, Door], role: str, whose: str) -> None:
    door = doors["leader"]
    insights = [one for one in addresses(door.app) if one.asks in {"read_insights", "export_insights"}]

    found = {
        one.path: asked(door, one, "GET", role, SITES[whose]) for one in insights if "/static" not in one.path
    }

    expected = {
        one.path: 403 if one.asks not in MATRIX[role] else 404 if whose == "foreign" else 200
        for one in insights
    }
    expected["/"] = 307 if "read_insights" in MATRIX[role] else 403  # leads to /hq, which answers for itself
    assert found == expected


def test_every_right_is_held_by_somebody() -> None:
    assert {right for right in RIGHTS if not any(holds(role, right) for role in ROLES)} == set()


def test_every_role_stands_in_the_table_and_knows_only_rights_there_are() -> None:
    assert set(MATRIX) == set(ROLES)
    assert frozenset().union(*MATRIX.values(), NAMELESS) <= set(RIGHTS)


@pytest.mark.parametrize("right", ["draft_policies", "approve_policies", "manage_accounts", "own_account"])
def test_a_deed_needs_a_name(right: str) -> None:
    assert not holds(None, right)


def test_an_administrator_of_accounts_reads_no_number() -> None:
    assert not holds("admin", "read_insights")
    assert {role for role in ROLES if holds(role, "manage_accounts")} == {"admin"}
