"""Leader and helper of the vector world together, and edges that send cohort reports to both."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aggregator.aggregate.helper_client import HelperClient
from aggregator.release.gate import Gate
from aggregator.release.published import PublishedReleases
from aggregator.rounds import RoundReport, run_round
from privacy.payload import Payload, encode_payload
from privacy.randomness import Noise
from privacy.sealing import seal
from privacy.shares import split
from shared.schemas.release import Release
from shared.wire.codec import Envelope, Role, encode_envelope, encode_header, part_digest, report_message
from tests.support.clock import FakeClock
from tests.support.hub_world import Party, open_copy, serving
from tests.support.vector_world import COHORT_TASK, NOW, Edge, World, fixed_random, make_world

ROLES: tuple[Role, Role] = ("leader", "helper")


@dataclass
class TwoHubs:
    """Both aggregators, serving."""

    world: World
    clock: FakeClock
    leader: Party
    helper: Party
    noise: Noise | None

    @property
    def client(self) -> HelperClient:
        """The helper as this leader asks it."""
        return HelperClient(
            client=self.helper.client,
            root=self.leader.hub.root,
            helper_key=self.helper.hub.root.public_key,
            clock=self.clock,
            random=self.leader.hub.random,
        )

    def round(self, *, close_all: bool = False) -> RoundReport:
        """Run the leader's round."""
        return run_round(self.leader.hub, Gate(self.noise), self.client, close_all=close_all)

    def releases(self) -> Sequence[Release]:
        """Return what HQ could read."""
        return PublishedReleases(self.leader.hub.engine).releases()

    def report(self, edge: Edge, vector: NDArray[np.int64], to: Sequence[Role] = ROLES) -> None:
        """Send the edge's exact cohort vector, split, to the parties named."""
        envelopes = cohort_envelopes(self.world, edge, vector)
        for role in to:
            party = self.leader if role == "leader" else self.helper
            assert party.post(envelopes[role]).status_code == 201


@contextmanager
def two_hubs(
    templates: dict[Role, Path], folder: Path, noise: Noise | None, world: World | None = None
) -> Iterator[TwoHubs]:
    """Serve both on copies of their templates."""
    clock = FakeClock(NOW)
    with (
        serving(open_copy(templates["leader"], folder / "leader", clock), noise) as leader,
        serving(open_copy(templates["helper"], folder / "helper", clock), noise) as helper,
    ):
        yield TwoHubs(world or make_world(), clock, leader, helper, noise)


def cohort_envelopes(
    world: World, edge: Edge, vector: NDArray[np.int64], **changes: Any
) -> dict[Role, bytes]:
    """Return the envelopes of the edge's report of yesterday, with changes to its header."""
    task_id = changes.pop("task_id", COHORT_TASK)
    header = encode_header(replace(world.header(edge, COHORT_TASK), task_id=task_id, **changes))
    return envelopes_of(world, edge, header, split(vector, header, fixed_random(f"seed {edge.name}")))


def envelopes_of(
    world: World, edge: Edge, header: bytes, payloads: tuple[Payload, Payload]
) -> dict[Role, bytes]:
    """Return the envelopes of what the edge tells the leader and the helper, whatever that is."""
    keys = {role: world.hpke[role].public_key for role in ROLES}
    sealed = {
        role: seal(encode_payload(share), keys[role], header=header, role=role)
        for role, share in zip(ROLES, payloads, strict=True)
    }
    digests = {role: part_digest(role, keys[role].key_id, sealed[role]) for role in ROLES}
    signature = edge.key.sign("shoal/1 report", report_message(header, digests["leader"], digests["helper"]))
    return {
        role: encode_envelope(
            Envelope(
                header=header,
                role=role,
                key_id=keys[role].key_id,
                ciphertext=sealed[role],
                other=digests["helper" if role == "leader" else "leader"],
                signature=signature,
            )
        )
        for role in ROLES
    }
