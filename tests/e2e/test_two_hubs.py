"""Leader and helper as real processes on loopback, started by the command line alone."""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from aggregator.hub import open_hub
from aggregator.release.published import PublishedReleases
from edge_node.pairing import pair
from edge_node.sighting import see_log
from privacy.keys import HpkePrivateKey
from privacy.signing import SigningKey
from shared.clock import SystemClock
from shared.ids import KeyId, ReportId
from shared.wire.codec import Role
from tests.support.two_hubs import ROLES, cohort_envelopes
from tests.support.vector_world import COHORT_TASK, SITE_TASK, Edge, World, make_world

pytestmark = pytest.mark.live

SITES = 6
REPORT = {"content-type": "application/shoal-report"}


def shoal(*arguments: str, status: int = 0) -> dict[str, Any]:
    """Run one command to its end and return the object it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "shared.cli", "hub", *arguments, "--json"], capture_output=True, check=False
    )
    assert done.returncode == status, done.stderr.decode()
    return json.loads(done.stdout) if done.stdout else {}


@dataclass
class Chain:
    """Both aggregators and six enrolled nodes."""

    folder: Path
    urls: dict[str, str] = field(default_factory=dict)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    world: World | None = None
    http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=30))

    def home(self, role: str) -> str:
        return str(self.folder / role)

    def serve(self, role: str, port: str = "0") -> None:
        command = [sys.executable, "-m", "shared.cli", "hub", "serve", "--role", role]
        child = subprocess.Popen(
            [*command, "--home", self.home(role), "--port", port],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"OMP_NUM_THREADS": "1"},
        )
        assert child.stdout is not None
        line = child.stdout.readline()
        self.running[role] = child
        assert line, "the server ended before it served"
        self.urls[role] = json.loads(line)["url"]

    def end(self, role: str, *, kill: bool = False) -> None:
        child = self.running.pop(role)
        child.kill() if kill else child.terminate()
        child.wait(timeout=20)
        assert child.stdout is not None
        child.stdout.close()

    def post(self, role: Role, envelope: bytes) -> int:
        path = "/v1/reports" if role == "leader" else "/v1/shares"
        return self.http.post(self.urls[role] + path, content=envelope, headers=REPORT).status_code


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    made = Chain(tmp_path_factory.mktemp("chain"))
    keys = {
        "helper": shoal(
            "init", "--role", "helper", "--home", made.home("helper"), "--pack", "zones-by-cohort"
        ),
        "leader": shoal("init", "--role", "leader", "--home", made.home("leader")),
    }
    try:
        shoal("peer", "--home", made.home("helper"), "--key", keys["leader"]["root_public_key"])
        made.serve("helper")
        known = ["--key", keys["helper"]["root_public_key"], "--url", made.urls["helper"]]
        shoal("peer", "--home", made.home("leader"), *known)
        made.serve("leader")
        made.world = enrolled_world(made)
        yield made
    finally:
        made.http.close()
        for role in list(made.running):
            made.end(role)


def enrolled_world(chain: Chain) -> World:
    """Pair six nodes the way a technician does and return the world they live in."""
    base, edges = make_world(), []
    for number in range(SITES):
        leader = shoal("invite", "--home", chain.home("leader"), "--site", f"Shop {number}")["code"]
        helper = shoal("invite", "--home", chain.home("helper"))["code"]
        home = chain.folder / f"edge-{number}"
        node = pair(leader, helper, home, layout=base.layout, clock=SystemClock())
        see_log(node)
        key = SigningKey.from_bytes(node.device_key.to_bytes())
        edges.append(Edge(f"edge-{number}", key, node.pairing.site_id, node.pairing.cohort_id))
    return replace(base, hpke={role: hpke_of(chain, role) for role in ROLES}, edges=tuple(edges))


def hpke_of(chain: Chain, role: Role) -> HpkePrivateKey:
    key_id = shoal("keys", "--home", chain.home(role))["keys"][0]["key_id"]
    private = open_hub(Path(chain.home(role))).home.hpke(KeyId(key_id))
    assert private is not None
    return private


def fresh(world: World, task: str) -> dict[str, Any]:
    """Return header changes for a new report of the last complete epoch of the real clock."""
    before = timedelta(hours=1) if ".hour." in task else timedelta(days=1)
    return {
        "epoch": world.epoch(task, datetime.now(UTC) - before),  # type: ignore[arg-type]  # a TaskId
        "report_id": ReportId(secrets.token_bytes(16)),
    }


def test_chain_from_pairing_to_releases(chain: Chain) -> None:
    world = chain.world
    assert world is not None
    length = world.length(COHORT_TASK)
    for edge in world.edges:
        header = world.header(edge, SITE_TASK, **fresh(world, SITE_TASK))
        assert chain.post("leader", world.site_report(edge, header)) == 201
        vector = np.full(length, 7, dtype=np.int64)
        envelopes = cohort_envelopes(world, edge, vector, **fresh(world, COHORT_TASK))
        assert {role: chain.post(role, envelopes[role]) for role in ROLES} == {"leader": 201, "helper": 201}

    answer = shoal("release", "--home", chain.home("leader"), "--close")

    releases = PublishedReleases(open_hub(Path(chain.home("leader"))).engine).releases()
    (total,) = [release for release in releases if release.lane == "cohort"]
    assert (answer["published"], answer["suppressed"], answer["troubles"]) == (SITES + 1, 0, [])
    assert (total.sites, total.coverage_s) == (SITES, 7 * SITES)
    # σ = √(2 · 4 / (2 · 3/100)) ≈ 11.5 a cell: a miss by 120 (10 σ) has probability below 1e-20
    assert all(abs(value - 7 * SITES) < 120 for value in total.values)


def test_policy_reached_the_leader_from_the_helper(chain: Chain) -> None:
    policies = {role: chain.http.get(f"{chain.urls[role]}/v1/policy").json() for role in ROLES}

    assert policies["leader"] == policies["helper"]


def test_pages_are_there_and_protocol_problems_have_names(chain: Chain) -> None:
    page = chain.http.get(f"{chain.urls['leader']}/hq")
    refused = chain.http.post(f"{chain.urls['leader']}/v1/reports", content=b"x", headers=REPORT)

    assert page.status_code == 200
    assert refused.json()["type"] == "urn:shoal:problem:malformed"


def test_acknowledged_report_survives_kill_9(chain: Chain) -> None:
    world = chain.world
    assert world is not None
    edge, earlier = world.edges[0], datetime.now(UTC) - timedelta(hours=5)
    header = world.header(edge, SITE_TASK, epoch=world.epoch(SITE_TASK, earlier))
    envelope = world.site_report(edge, replace(header, report_id=ReportId(secrets.token_bytes(16))))
    assert chain.post("leader", envelope) == 201
    port = chain.urls["leader"].rpartition(":")[2]

    chain.end("leader", kill=True)
    chain.serve("leader", port)

    assert chain.post("leader", envelope) == 200


def test_home_of_the_other_role_is_not_served(chain: Chain) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "shared.cli",
            "hub",
            "serve",
            "--role",
            "helper",
            "--home",
            chain.home("leader"),
        ],
        capture_output=True,
        check=False,
    )

    assert done.returncode == 1
    assert b"home of a leader" in done.stderr


def test_beyond_loopback_without_certificate_is_refused(chain: Chain) -> None:
    command = ["hub", "serve", "--role", "leader", "--home", chain.home("leader"), "--host", "192.0.2.1"]
    done = subprocess.run([sys.executable, "-m", "shared.cli", *command], capture_output=True, check=False)

    assert done.returncode == 1
    assert b"certificate" in done.stderr


def audit(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "shared.cli", "audit", *arguments]
    return subprocess.run(command, capture_output=True, check=False)


def test_audit_log_is_proved_with_two_files_and_two_keys(chain: Chain, tmp_path: Path) -> None:
    roots = {role: open_hub(Path(chain.home(role))).root.public_key.hex() for role in ROLES}
    bundle, note = tmp_path / "bundle", tmp_path / "note"
    note.write_bytes(audit("witnessed", "--home", chain.home("helper")).stdout)
    exported = audit("export", "--home", chain.home("leader"), "--out", str(bundle), "--json")
    keys = ["--key", roots["leader"], "--witness-key", roots["helper"], "--seen", str(note)]

    whole = json.loads(audit("verify", str(bundle), *keys, "--json").stdout)
    bundle.write_bytes(bundle.read_bytes().replace(b"shop-3", b"shop-4", 1))
    changed = audit("verify", str(bundle), *keys)

    assert whole["ok"], whole
    assert whole["checked"] == json.loads(exported.stdout)["size"] == whole["witnessed"] + whole["tail"]
    assert whole["witnessed"] > 0
    assert changed.returncode == 1
    assert b"BROKEN, entry " in changed.stdout
