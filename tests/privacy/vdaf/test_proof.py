"""A proof speaks for what is valid; of what is not, no proof that is tried here does."""

import numpy as np
import pytest

from privacy.errors import ProofError
from privacy.vdaf.circuits import Circuit, Count, Histogram, Sum, SumVec
from privacy.vdaf.field import FIELD64, FIELD128, Elements, Field
from privacy.vdaf.proof import (
    decide,
    proof_length,
    prove,
    prover_randomness_length,
    query,
    query_randomness_length,
    verifier_length,
    wire_length,
)
from privacy.vdaf.xof import expand

CASES: list[tuple[str, Field, Circuit, list[int]]] = [
    ("count", FIELD64, Count(), [1]),
    ("sum", FIELD64, Sum(100), [99]),
    ("sum_vec", FIELD128, SumVec(3, 4, 10), [0, 10, 7]),
    ("histogram", FIELD128, Histogram(5, 2), [4]),
]
EACH = pytest.mark.parametrize(
    ("field", "circuit", "measurement"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)


def drawn(field: Field, name: str, length: int) -> Elements:
    return expand(field, name.encode(), b"tests of proofs", b"", length)


def verdict(field: Field, circuit: Circuit, encoded: Elements) -> bool:
    """Prove, share, query and decide, with randomness that is fixed."""
    joint = drawn(field, "joint", circuit.joint_rand_length)
    made = prove(field, circuit, encoded, drawn(field, "prover", prover_randomness_length(circuit)), joint)
    assert made.shape[1] == proof_length(circuit)
    mask, proof_mask = drawn(field, "mask", encoded.shape[1]), drawn(field, "proof", made.shape[1])
    rands = drawn(field, "query", query_randomness_length(circuit))
    left = query(field, circuit, mask, proof_mask, rands, joint)
    rest = field.subtract(encoded, mask), field.subtract(made, proof_mask)
    right = query(field, circuit, *rest, rands, joint)
    assert left.shape[1] == right.shape[1] == verifier_length(circuit)
    return decide(field, circuit, field.add(left, right))


@EACH
def test_valid_measurements_are_accepted(field: Field, circuit: Circuit, measurement: list[int]) -> None:
    assert verdict(field, circuit, circuit.encode(field, measurement))


@EACH
def test_invalid_measurements_are_refused(field: Field, circuit: Circuit, measurement: list[int]) -> None:
    encoded = circuit.encode(field, measurement)
    encoded[:, 0] = field.from_ints([10**12])[:, 0]

    assert not verdict(field, circuit, encoded)


def test_a_gadget_that_was_not_called_on_the_wires_is_refused() -> None:
    circuit = Count()
    verifier = FIELD64.from_ints([0, 3, 5, 16])

    assert not decide(FIELD64, circuit, verifier)
    assert decide(FIELD64, circuit, FIELD64.from_ints([0, 3, 5, 15]))


def test_a_test_point_that_would_lay_a_wire_open_is_refused() -> None:
    circuit = Sum(100)
    zeros = FIELD64.zeros(proof_length(circuit))
    root = FIELD64.root_of_unity(wire_length(circuit))
    rands = FIELD64.from_ints([0] * circuit.outputs_length + [root])

    with pytest.raises(ProofError, match="no root of unity"):
        query(FIELD64, circuit, FIELD64.zeros(7), zeros, rands, FIELD64.zeros(0))


@pytest.mark.parametrize(("calls", "length"), [(1, 2), (2, 4), (3, 4), (4, 8), (63, 64), (64, 128)])
def test_wires_have_room_for_every_call_and_a_seed(calls: int, length: int) -> None:
    assert wire_length(Histogram(calls, 1)) == length


def test_one_partys_verifier_says_nothing_of_the_measurement() -> None:
    """The leader's share of the verifier is uniform: over many masks its first limb is spread evenly."""
    circuit = Count()
    encoded = circuit.encode(FIELD64, [1])
    seen = []
    for number in range(400):
        mask = drawn(FIELD64, f"mask {number}", 1)
        proof_mask = drawn(FIELD64, f"proof {number}", proof_length(circuit))
        share = FIELD64.subtract(encoded, mask)
        rands = drawn(FIELD64, "query", 1)
        seen.append(query(FIELD64, circuit, share, proof_mask, rands, FIELD64.zeros(0))[0, 1] >> 21)

    # A fair coin, 400 times: 60 from the middle are 6 standard deviations (false alarm 2e-9).
    assert abs(int(np.sum(seen)) - 200) < 60
