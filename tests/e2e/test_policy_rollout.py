"""A loosening on its way from its author to three stores, and one that the office would force on them.

Leader and helper are real processes, everything people do is a command line; the stores are real nodes.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from aggregator.database import writing
from aggregator.hub import open_hub
from aggregator.tables import PolicyRow
from edge_node.commands.run import renewed
from edge_node.node import Node
from edge_node.pairing import pair
from policies.draft_file import read_held
from policies.loader import SHIPPED
from policies.signed_bundle import Publication, sign_bundle
from shared.clock import SystemClock
from tests.support.edge_world import site
from tests.support.policy_world import after

pytestmark = pytest.mark.live

SITES = ("altona", "bremen", "celle")
PEOPLE = ("mara", "omid", "ines")


def shoal(*words: str, status: int = 0) -> dict[str, Any]:
    """Run one command to its end and return the object it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "shared.cli", *words, "--json"], capture_output=True, check=False
    )
    assert done.returncode == status, done.stderr.decode()
    return json.loads(done.stdout) if status == 0 else {"said": done.stderr.decode()}


@contextmanager
def served(role: str, home: Path) -> Iterator[str]:
    """Serve the aggregator and yield where; end it by its id."""
    command = [
        sys.executable,
        "-m",
        "shared.cli",
        "hub",
        "serve",
        "--role",
        role,
        "--home",
        str(home),
        "--port",
        "0",
    ]
    child = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=os.environ | {"OMP_NUM_THREADS": "1"}
    )
    assert child.stdout is not None
    try:
        yield str(json.loads(child.stdout.readline())["url"])
    finally:
        child.terminate()
        child.wait(timeout=20)
        child.stdout.close()


@dataclass
class Chain:
    """Both aggregators, serving, three stores, and the office's people."""

    folder: Path
    nodes: list[Node]

    def home(self, role: str) -> str:
        return str(self.folder / role)

    def keys_of(self, name: str) -> list[str]:
        return ["--key", str(self.folder / f"{name}.key"), "--as", name]

    def versions(self, role: str) -> list[str]:
        """Return which version each store has confirmed to the aggregator."""
        rows = shoal("hub", "enrolled", "--home", self.home(role))["edges"]
        return [row["policy_version"] for row in rows]

    def renew(self) -> list[int]:
        """Let every store look for a newer policy, and return the version each measures under."""
        self.nodes = [renewed(node) for node in self.nodes]
        found = [node.in_force(node.clock.now()) for node in self.nodes]
        return [0 if bundle is None else bundle.chain.version for bundle in found]


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    folder = tmp_path_factory.mktemp("rollout")
    leader, helper = str(folder / "leader"), str(folder / "helper")
    office = shoal("hub", "init", "--role", "helper", "--home", helper, "--pack", "zones-by-cohort")
    shop = shoal("hub", "init", "--role", "leader", "--home", leader)
    shoal("hub", "peer", "--home", helper, "--key", shop["root_public_key"])
    with served("helper", folder / "helper") as url:
        shoal("hub", "peer", "--home", leader, "--key", office["root_public_key"], "--url", url)
        with served("leader", folder / "leader"):
            nodes = []
            for name in SITES:
                codes = (
                    shoal("hub", "invite", "--home", leader, "--site", name)["code"],
                    shoal("hub", "invite", "--home", helper)["code"],
                )
                nodes.append(pair(*codes, folder / name, layout=site(), clock=SystemClock()))
            yield Chain(folder, nodes)


def draft_of(chain: Chain, shares_days: int) -> Path:
    """Write documents that keep shares for so many days, and have mara sign them as a draft."""
    folder = chain.folder / f"documents-{shares_days}"
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    text = (folder / "chain.toml").read_text()
    (folder / "chain.toml").write_text(
        text.replace("cohort_closes_days = 7", f"cohort_closes_days = {shares_days}")
    )
    held = str(chain.folder / "helper" / "policy.json")
    why = ["--reason", "stores are offline for longer", "--dpia", "DPIA-2026-04", "--pack", "zones-by-cohort"]
    shoal("policy", "sign", str(folder), *chain.keys_of("mara"), *why, "--held", held)
    return folder / "draft.json"


def test_a_loosening_reaches_three_stores_once_two_others_have_signed(chain: Chain) -> None:
    for name in PEOPLE:
        made = shoal("policy", "signer", *chain.keys_of(name)[:2])
        public_key = made["public_key"]
        shoal("hub", "signers", "--home", chain.home("helper"), "--add", name, "--public-key", public_key)
    assert chain.renew() == [1, 1, 1]

    draft = str(draft_of(chain, 14))
    shoal("policy", "approve", draft, *chain.keys_of("omid"))
    refused = shoal("hub", "adopt", "--home", chain.home("helper"), "--draft", draft, status=1)["said"]
    assert "expected 2 approvals by others than mara, got 1" in refused
    assert chain.renew() == [1, 1, 1]

    shoal("policy", "approve", draft, *chain.keys_of("ines"))
    shoal("hub", "adopt", "--home", chain.home("helper"), "--draft", draft)
    shoal("hub", "release", "--home", chain.home("leader"))

    assert chain.renew() == [2, 2, 2]
    assert chain.versions("leader") == chain.versions("helper") == ["2", "2", "2"]


def test_what_the_office_publishes_without_two_others_no_store_follows(
    chain: Chain, caplog: pytest.LogCaptureFixture
) -> None:
    hub = open_hub(chain.folder / "helper")
    held = read_held(hub.home.policy_file)
    forced = after(held, cohort_closes_days=28)
    publication = Publication(bundle=forced, published_at=hub.clock.now())
    document = sign_bundle(publication, hub.root.to_bytes()).text
    with writing(hub.engine) as session:  # whoever holds database and root key can do this
        session.add(
            PolicyRow(policy_hash=forced.hash, version=3, document=document, adopted_at=hub.clock.now())
        )
    hub.engine.dispose()

    assert chain.renew() == [2, 2, 2]
    assert caplog.text.count("expected the author's signature under the draft, got none") == len(SITES)
    assert "no_author" in str(shoal("hub", "release", "--home", chain.home("leader"), status=1))
    assert chain.versions("leader") == ["2", "2", "2"]
