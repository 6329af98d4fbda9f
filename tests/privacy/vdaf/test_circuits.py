"""A circuit's equations are zero for what is valid, and for nothing else."""

from typing import Any

import numpy as np
import pytest

from privacy.vdaf.circuits import Circuit, Count, Histogram, MultihotCountVec, Sum, SumVec
from privacy.vdaf.field import FIELD64, FIELD128, Elements, Field

CASES: list[tuple[str, Field, Circuit, list[int]]] = [
    ("count", FIELD64, Count(), [1]),
    ("sum", FIELD64, Sum(1337), [1000]),
    ("sum_vec", FIELD128, SumVec(3, 4, 10), [0, 10, 7]),
    ("histogram", FIELD128, Histogram(5, 2), [4]),
    ("multihot", FIELD128, MultihotCountVec(5, 3, 2), [0, 1, 0, 1, 0]),
]
EACH = pytest.mark.parametrize(
    ("field", "circuit", "measurement"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)


def equations(field: Field, circuit: Circuit, encoded: Elements) -> list[int]:
    """Evaluate the circuit in the open, with fixed joint randomness."""
    rands = field.from_ints(list(range(3, 3 + circuit.joint_rand_length)))
    inputs = circuit.gadget_inputs(field, encoded, rands, shares=1)
    returned = circuit.gadget.evaluate(field, inputs)
    return field.to_ints(circuit.outputs(field, encoded, returned, shares=1))


@EACH
def test_valid_measurements_have_equations_of_zero(
    field: Field, circuit: Circuit, measurement: list[int]
) -> None:
    encoded = circuit.encode(field, measurement)

    assert encoded.shape == (field.limbs, circuit.measurement_length)
    assert equations(field, circuit, encoded) == [0] * circuit.outputs_length


@EACH
def test_any_entry_that_is_no_bit_is_seen(field: Field, circuit: Circuit, measurement: list[int]) -> None:
    encoded = circuit.encode(field, measurement)
    for at in range(circuit.measurement_length):
        for wrong in (2, -1, 10**12):
            changed = encoded.copy()
            changed[:, at] = field.from_ints([wrong])[:, 0]
            assert any(equations(field, circuit, changed))


@pytest.mark.parametrize(("at", "bit"), [(0, 1), (4, 0)], ids=["two buckets", "no bucket"])
def test_a_histogram_has_exactly_one_bucket(at: int, bit: int) -> None:
    encoded = Histogram(5, 2).encode(FIELD128, [4])
    encoded[:, at] = FIELD128.from_ints([bit])[:, 0]

    assert equations(FIELD128, Histogram(5, 2), encoded)[1] != 0


def test_more_ones_than_their_number_are_seen() -> None:
    circuit = MultihotCountVec(5, 3, 2)
    encoded = circuit.encode(FIELD128, [0, 1, 0, 1, 0])
    encoded[:, 0] = FIELD128.from_ints([1])[:, 0]

    assert equations(FIELD128, circuit, encoded)[1] != 0


@EACH
def test_what_is_summed_is_the_measurement(field: Field, circuit: Circuit, measurement: list[int]) -> None:
    summed = field.to_ints(circuit.truncate(field, circuit.encode(field, measurement)))

    is_bucket = isinstance(circuit, Histogram)
    assert len(summed) == circuit.sum_length
    assert summed == ([0, 0, 0, 0, 1] if is_bucket else measurement)


@EACH
def test_shares_of_equations_make_the_equations(
    field: Field, circuit: Circuit, measurement: list[int]
) -> None:
    encoded = circuit.encode(field, measurement)
    share = field.from_ints(list(range(1, 1 + circuit.measurement_length)))
    returned = field.from_ints(list(range(circuit.gadget_calls)))

    left = circuit.outputs(field, share, returned, shares=2)
    right = circuit.outputs(field, field.subtract(encoded, share), np.zeros_like(returned), shares=2)

    whole = circuit.outputs(field, encoded, returned, shares=1)
    assert np.array_equal(field.add(left, right), whole)


@pytest.mark.parametrize(
    ("circuit", "measurement", "words"),
    [
        (Count(), [2], "from 0 to 1"),
        (Sum(5), [6], "from 0 to 5"),
        (SumVec(2, 1, 5), [1, 6], "from 0 to 5"),
        (SumVec(2, 1, 5), [1], "of 2 entries"),
        (Histogram(3, 1), [3], "bucket from 0 to 2"),
        (MultihotCountVec(2, 1, 1), [1, 1], "from 0 to 1"),
        (MultihotCountVec(2, 1, 1), [1], "of 2 entries"),
    ],
)
def test_invalid_measurements_are_not_encoded(circuit: Any, measurement: list[int], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        circuit.encode(FIELD128, measurement)


@pytest.mark.parametrize(("length", "chunk"), [(0, 1), (1, 0)])
def test_lengths_of_nothing_are_refused(length: int, chunk: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        Histogram(length, chunk)
