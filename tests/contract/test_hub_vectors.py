"""Every golden and ``_bad_`` vector of the protocol, driven through the real aggregator over HTTP."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlmodel import delete

from aggregator.audit.tables import SightingRow
from aggregator.database import writing
from aggregator.fleet.enrolment import retire
from aggregator.hub import Hub
from aggregator.tables import BatchRow, LedgerRow, NonceRow, PairingCodeRow, RefusalRow, ReportRow
from shared.wire.codec import Role
from tests.support.hub_world import Party, at, make_template, open_copy, serving
from tests.support.vector_world import NOW, make_world
from tests.vectors.files import read

Vector = dict[str, Any]


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("homes")
    roles: tuple[Role, Role] = ("leader", "helper")
    return {role: make_template(folder / role, role) for role in roles}


def prepared(hub: Hub, client: httpx.Client, vector: Vector) -> Party:
    """Bring the aggregator into the vector's state."""
    party, state = Party(hub, client), vector["state"]
    for envelope in state["held"]:
        assert party.post(bytes.fromhex(envelope)).status_code == 201
    for step in state.get("before", []):
        assert client.post(step["path"], json=step["request"]).is_success
    with writing(hub.engine) as session:
        for batch in state.get("collected", []):
            session.add(
                BatchRow(
                    task_id=batch["task"],
                    cohort_id=batch["cohort"],
                    epoch=batch["epoch"],
                    state="collected",
                    policy_hash=make_world().bundle.hash,
                    closed_at=NOW,
                )
            )
        for line in state.get("ledger", []):
            row = LedgerRow(
                at=NOW, task_id=line["task"], scope=line["cohort"], epoch=line["epoch"], rho=line["rho"]
            )
            session.add(row)
        if state.get("silent"):
            session.exec(delete(SightingRow))
        for name in state.get("retired", []):
            edge = next(edge for edge in make_world().edges if edge.name == name)
            assert retire(session, edge.edge_id, hub)
    moment = at(state["now"]).now()
    hub.clock.advance((moment - NOW).total_seconds())  # type: ignore[attr-defined]  # a FakeClock
    return party


def durable(party: Party) -> list[object]:
    """Return everything a refusal must leave alone."""
    tables = (ReportRow, BatchRow, LedgerRow)
    return [row.model_dump() for table in tables for row in party.rows(table)]


def name_of(answer: Any) -> str:
    assert answer.headers["content-type"] == "application/problem+json"
    return str(answer.json()["type"]).removeprefix("urn:shoal:problem:")


@pytest.mark.parametrize("vector", read("report_good.json"), ids=lambda vector: vector["name"])
def test_good_report_is_accepted(vector: Vector, homes: dict[str, Path], tmp_path: Path) -> None:
    hub = open_copy(homes[vector["party"]], tmp_path / "hub")
    with serving(hub) as running:
        party = prepared(hub, running.client, vector)

        answer = party.post(bytes.fromhex(vector["envelope_hex"]))

    assert answer.status_code == int(vector["expect"])


@pytest.mark.parametrize("vector", read("report_bad_.json"), ids=lambda vector: vector["name"])
def test_bad_report_is_refused_and_changes_nothing(
    vector: Vector, homes: dict[str, Path], tmp_path: Path
) -> None:
    hub = open_copy(homes[vector["party"]], tmp_path / "hub")
    with serving(hub) as running:
        party = prepared(hub, running.client, vector)
        before = durable(party)

        answer = party.post(bytes.fromhex(vector["envelope_hex"]))

        assert name_of(answer) == vector["expect"]
        assert durable(party) == before
        assert [(row.problem, row.refused) for row in party.rows(RefusalRow)] == [(vector["expect"], 1)]


@pytest.mark.parametrize("vector", read("request_bad_.json"), ids=lambda vector: vector["name"])
def test_bad_request_is_refused_and_releases_nothing(
    vector: Vector, homes: dict[str, Path], tmp_path: Path
) -> None:
    hub = open_copy(homes[vector["party"]], tmp_path / "hub")
    with serving(hub) as running:
        party = prepared(hub, running.client, vector)
        before = durable(party)

        answer = running.client.post(vector["path"], json=vector["request"])

        assert name_of(answer) == vector["expect"]
        assert durable(party) == before


def test_an_unsigned_peer_request_leaves_no_nonce(homes: dict[str, Path], tmp_path: Path) -> None:
    vector = next(one for one in read("request_bad_.json") if one["name"] == "signed_by_edge")
    hub = open_copy(homes["helper"], tmp_path / "hub")
    with serving(hub) as running:
        running.client.post(vector["path"], json=vector["request"])

        assert running.rows(NonceRow) == []
        assert running.rows(PairingCodeRow) == []
