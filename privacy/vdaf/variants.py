"""The variants of Prio3 by name, with the draft's numbers.

Source: draft-irtf-cfrg-vdaf §7.4 and §10; the one with several proofs is of its test vectors.
"""

from privacy.vdaf.circuits import Count, Histogram, MultihotCountVec, Sum, SumVec
from privacy.vdaf.field import FIELD64, FIELD128
from privacy.vdaf.prio3 import Prio3


def prio3_count(context: bytes) -> Prio3:
    """Return Prio3Count: zeros and ones."""
    return Prio3(1, FIELD64, Count(), context=context)


def prio3_sum(context: bytes, max_measurement: int) -> Prio3:
    """Return Prio3Sum: integers up to a maximum."""
    return Prio3(2, FIELD64, Sum(max_measurement), context=context)


def prio3_sum_vec(context: bytes, length: int, max_measurement: int, chunk_length: int) -> Prio3:
    """Return Prio3SumVec: vectors of integers up to a maximum each."""
    circuit = SumVec(length, chunk_length, max_measurement)
    return Prio3(3, FIELD128, circuit, context=context)


def prio3_histogram(context: bytes, length: int, chunk_length: int) -> Prio3:
    """Return Prio3Histogram: one bucket of many."""
    return Prio3(4, FIELD128, Histogram(length, chunk_length), context=context)


def prio3_multihot_count_vec(context: bytes, length: int, max_weight: int, chunk_length: int) -> Prio3:
    """Return Prio3MultihotCountVec: zeros and ones of which at most so many are ones."""
    return Prio3(5, FIELD128, MultihotCountVec(length, chunk_length, max_weight), context=context)


def prio3_sum_vec_with_multiproof(
    context: bytes, length: int, max_measurement: int, chunk_length: int, proofs: int = 3
) -> Prio3:
    """Return Prio3SumVec over the small field, with several proofs in place of the large one."""
    circuit = SumVec(length, chunk_length, max_measurement)
    return Prio3(0xFFFFFFFF, FIELD64, circuit, context=context, proofs=proofs)
