"""What a share must open to."""

import numpy as np
import pytest

from aggregator.adopted import to_adopted
from aggregator.ingest.decision import read
from aggregator.ingest.facts import Message
from aggregator.ingest.payload import check_payload
from privacy.payload import NoisyVector, encode_payload
from privacy.proved import ProvedVectors
from privacy.shares import split
from shared.wire.codec import Role, encode_header
from shared.wire.problems import Problem
from tests.support.proved_world import proved_world
from tests.support.vector_world import COHORT_TASK, NOW, SITE_TASK, fixed_random, make_world

WORLD = make_world()
TASK = to_adopted(WORLD.bundle, NOW).tasks[SITE_TASK]


def checked(vector: list[int], length: int = 3) -> bytes | Problem:
    payload = NoisyVector(np.array(vector, dtype=np.int64))
    message = read(WORLD.site_report(WORLD.edges[0], payload=payload))
    assert isinstance(message, Message)
    return check_payload(message, WORLD.hpke["leader"], TASK, "leader", length)


def test_noise_may_be_negative_and_large() -> None:
    vector = [-(2**40), 2**40, 3_600]

    assert checked(vector) == encode_payload(NoisyVector(np.array(vector, dtype=np.int64)))


@pytest.mark.parametrize("coverage_s", [-1, 3_601, 2**62])
def test_coverage_beyond_the_epoch_is_refused(coverage_s: int) -> None:
    found = checked([0, 0, coverage_s])

    assert isinstance(found, Problem)
    assert found.name == "cannot_open"


def test_other_length_is_named() -> None:
    found = checked([0, 0, 0], length=4)

    assert isinstance(found, Problem)
    assert found.name == "wrong_length"


@pytest.mark.parametrize("role", ["leader", "helper"])
def test_a_task_with_proofs_takes_nothing_else(role: Role) -> None:
    world = proved_world()
    task, length = to_adopted(world.bundle, NOW).tasks[COHORT_TASK], world.length(COHORT_TASK)
    header = world.header(world.edges[0], COHORT_TASK)
    vector, vectors = np.ones(length, dtype=np.int64), ProvedVectors(length, task.max_per_site)
    shares = vectors.shard(vector, encode_header(header), header.report_id, fixed_random("shares"))
    unproved = split(vector, encode_header(header), fixed_random("split"))

    good, bad = (
        Message(world.sealed(header, role, pair[0 if role == "leader" else 1]), header, b"")
        for pair in (shares, unproved)
    )

    assert isinstance(check_payload(good, world.hpke[role], task, role, length), bytes)
    refused = check_payload(bad, world.hpke[role], task, role, length)
    assert isinstance(refused, Problem)
    assert refused.name == "cannot_open"
