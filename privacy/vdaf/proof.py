"""The fully linear proof that a circuit's outputs are all zero: made, queried by each party, decided.

Source: draft-irtf-cfrg-vdaf §7.3.3 (prove), §7.3.4 (query), §7.3.5 (decide).
"""

import numpy as np

from privacy.errors import ProofError
from privacy.vdaf.circuits import Circuit
from privacy.vdaf.field import Elements, Field
from privacy.vdaf.polynomial import completed, doubled, evaluated


def wire_length(circuit: Circuit) -> int:
    """Return how many values a wire's polynomial has: the power of two above the number of gadget calls."""
    return 1 << circuit.gadget_calls.bit_length()


def prover_randomness_length(circuit: Circuit) -> int:
    """Return how many random elements a proof consumes: one for each wire."""
    return circuit.gadget.arity


def query_randomness_length(circuit: Circuit) -> int:
    """Return how many random elements a query consumes: one for each of several outputs, and a point."""
    return (circuit.outputs_length if circuit.outputs_length > 1 else 0) + 1


def proof_length(circuit: Circuit) -> int:
    """Return the elements of a proof: the wires' seeds and the gadget's polynomial of twice their degree."""
    return circuit.gadget.arity + 2 * wire_length(circuit) - 1


def verifier_length(circuit: Circuit) -> int:
    """Return the elements of a verifier: the output, each wire and the gadget at the test point."""
    return circuit.gadget.arity + 2


def prove(
    field: Field, circuit: Circuit, measurement: Elements, prover_rand: Elements, joint_rand: Elements
) -> Elements:
    """Return a proof, int64 (limbs, proof_length), for an encoded measurement.

    Nothing is checked: the proof of what the circuit refuses is made alike, and refused by whoever verifies.
    """
    wires = _wires(field, circuit, measurement, joint_rand, shares=1, seeds=prover_rand)
    values = circuit.gadget.evaluate(field, doubled(field, wires))
    return np.concatenate([prover_rand, values[:, :-1]], axis=1)


def query(
    field: Field,
    circuit: Circuit,
    measurement: Elements,
    proof: Elements,
    query_rand: Elements,
    joint_rand: Elements,
) -> Elements:
    """Return one party's share, of two, of the verifier: int64 (limbs, verifier_length).

    Raises: ProofError when the test point is a root of unity, at which a wire would be laid open.
    """
    seeds, polynomial = np.split(proof, [circuit.gadget.arity], axis=1)
    values = completed(field, polynomial)
    calls = slice(2, 2 * circuit.gadget_calls + 1, 2)
    outputs = circuit.outputs(field, measurement, values[:, calls], shares=2)
    if circuit.outputs_length > 1:
        outputs = field.total(field.multiply(query_rand[:, :-1], outputs))[:, None]
    wires = _wires(field, circuit, measurement, joint_rand, shares=2, seeds=seeds)
    point = field.to_ints(query_rand[:, -1:])[0]
    if pow(point, wires.shape[2], field.modulus) == 1:
        raise ProofError("expected a test point that is no root of unity")
    checks = evaluated(field, wires, point)
    return np.concatenate([outputs, checks, evaluated(field, values[:, None, :], point)], axis=1)


def decide(field: Field, circuit: Circuit, verifier: Elements) -> bool:
    """Return whether the sum of both parties' verifier shares speaks for a valid measurement."""
    output, wires, gadget = np.split(verifier, [1, 1 + circuit.gadget.arity], axis=1)
    matches = np.array_equal(circuit.gadget.evaluate(field, wires[:, :, None]), gadget)
    return matches and not output.any()


def _wires(
    field: Field,
    circuit: Circuit,
    measurement: Elements,
    joint_rand: Elements,
    *,
    shares: int,
    seeds: Elements,
) -> Elements:
    """Return int64 (limbs, arity, wire_length): seeds, what the gadget's wires carried, and zeros."""
    wires = field.zeros(circuit.gadget.arity, wire_length(circuit))
    wires[:, :, 0] = seeds
    inputs = circuit.gadget_inputs(field, measurement, joint_rand, shares=shares)
    wires[:, :, 1 : 1 + circuit.gadget_calls] = inputs
    return wires
