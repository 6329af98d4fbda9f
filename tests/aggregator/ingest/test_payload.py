"""What a share must open to."""

import numpy as np
import pytest

from aggregator.adopted import to_adopted
from aggregator.ingest.decision import read
from aggregator.ingest.facts import Message
from aggregator.ingest.payload import check_payload
from privacy.payload import NoisyVector, encode_payload
from shared.wire.problems import Problem
from tests.support.vector_world import NOW, SITE_TASK, make_world

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
