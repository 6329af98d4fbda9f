"""The vector world under a policy that asks for proofs, and edges that keep to it or do not."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from privacy.payload import ProvedHelper, ProvedLeader
from privacy.proved import ProvedVectors
from privacy.randomness import Noise, Random
from shared.ids import ReportId
from shared.wire.codec import Header, Role, encode_header
from tests.support.hub_world import make_template
from tests.support.two_hubs import ROLES, TwoHubs, envelopes_of, two_hubs
from tests.support.vector_world import COHORT_TASK, Edge, World, make_world

MOST = 1000
"""Visits that one store may add to one zone type in a day."""


def proved_world(most: int = MOST) -> World:
    """Return the world whose cohort task asks for proofs; for none when ``most`` is 0."""
    world = make_world()
    documents = tuple(
        document.model_copy(
            update={
                "metrics": tuple(
                    rule.model_copy(update={"max_per_site": most}) if rule.name == "zone_visits" else rule
                    for rule in document.metrics
                )
            }
        )
        for document in world.bundle.documents
    )
    return replace(world, bundle=world.bundle.model_copy(update={"documents": documents}))


def proved_templates(folder: Path, most: int = MOST) -> dict[Role, Path]:
    """Make the homes of both; copy them, do not use them."""
    world = proved_world(most)
    return {role: make_template(folder / f"proved {role}", role, world) for role in ROLES}


@dataclass(frozen=True)
class ForgedVectors(ProvedVectors):
    """What a node with code of its own sends: the entries of its choice, proved as well as can be."""

    entry: int = 10**12
    """What stands where the first bit of the first cell belongs."""

    def forged(
        self, vector: NDArray[np.int64], header: bytes, report_id: bytes, random: Random
    ) -> tuple[ProvedLeader, ProvedHelper]:
        """Return both shares of the vector with that entry in it."""
        prio3 = self._prio3(header)
        encoded = prio3.circuit.encode(prio3.field, self._to_entries(vector))
        encoded[:, 0] = prio3.field.from_ints([self.entry])[:, 0]
        made = prio3.shard_encoded(encoded, report_id, random(prio3.rand_size))
        return ProvedLeader(made.public, made.leader), ProvedHelper(made.public, made.helper)


@dataclass
class ProvedHubs:
    """Both aggregators under the policy, and what edges send them."""

    hubs: TwoHubs
    most: int

    @property
    def length(self) -> int:
        """Entries of a vector, coverage included."""
        return self.hubs.world.length(COHORT_TASK)

    def report(self, edge: Edge, vector: NDArray[np.int64]) -> ReportId:
        """Send an honest report of the vector."""
        return self._send(edge, vector, ProvedVectors(self.length, self.most).shard)

    def forge(self, edge: Edge, vector: NDArray[np.int64], entry: int = 10**12) -> ReportId:
        """Send the vector with one entry that no honest store can have."""
        return self._send(edge, vector, ForgedVectors(self.length, self.most, entry).forged)

    def _send(self, edge: Edge, vector: NDArray[np.int64], shard: object) -> ReportId:
        assert callable(shard)
        header: Header = self.hubs.world.header(edge, COHORT_TASK)
        encoded = encode_header(header)
        shares = shard(vector, encoded, header.report_id, self.hubs.leader.hub.random)
        envelopes = envelopes_of(self.hubs.world, edge, encoded, shares)
        assert self.hubs.leader.post(envelopes["leader"]).status_code == 201
        assert self.hubs.helper.post(envelopes["helper"]).status_code == 201
        return header.report_id


@contextmanager
def proved_hubs(
    templates: dict[Role, Path], folder: Path, noise: Noise, most: int = MOST
) -> Iterator[ProvedHubs]:
    """Serve both on copies of their templates."""
    with two_hubs(templates, folder, noise, proved_world(most)) as both:
        yield ProvedHubs(both, most)
