"""Validity circuits: what a measurement must satisfy, as equations that are zero for nothing else.

A measurement is a list of integers; `Count`, `Sum` and `Histogram` take a list of one.
Source: draft-irtf-cfrg-vdaf §7.3.2 (validity circuits) and §7.4 (variants).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Protocol

import numpy as np

from privacy.vdaf.field import Elements, Field
from privacy.vdaf.gadget import Gadget, IsBit, SumOfProducts
from privacy.vdaf.range_check import bit_weights, calls_for, from_bits, parallel_inputs, to_bits


class Circuit(Protocol):
    """What a proof needs to know of a circuit, and what aggregation needs of its measurements."""

    @property
    def gadget(self) -> Gadget:
        """The circuit's one gadget."""
        ...

    @property
    def gadget_calls(self) -> int:
        """How often the gadget is called."""
        ...

    @property
    def measurement_length(self) -> int:
        """Elements of an encoded measurement."""
        ...

    @property
    def joint_rand_length(self) -> int:
        """Random elements that prover and verifiers share; 0 for circuits that need none."""
        ...

    @property
    def outputs_length(self) -> int:
        """Equations that must be zero."""
        ...

    @property
    def sum_length(self) -> int:
        """Elements of what is aggregated."""
        ...

    def encode(self, field: Field, measurement: list[int]) -> Elements:
        """Return the encoded measurement, int64 (limbs, n); ValueError when it is invalid."""
        ...

    def gadget_inputs(
        self, field: Field, measurement: Elements, joint_rand: Elements, *, shares: int
    ) -> Elements:
        """Return (a share of) the wires of every call: int64 (limbs, arity, gadget_calls)."""
        ...

    def outputs(
        self, field: Field, measurement: Elements, gadget_outputs: Elements, *, shares: int
    ) -> Elements:
        """Return (a share of) the equations, int64 (limbs, outputs_length), given what the calls returned."""
        ...

    def truncate(self, field: Field, measurement: Elements) -> Elements:
        """Return (a share of) what is aggregated, int64 (limbs, sum_length)."""
        ...


@dataclass(frozen=True)
class Count:
    """One integer that is 0 or 1: x² = x (§7.4.1)."""

    gadget: ClassVar[Gadget] = SumOfProducts(1)
    gadget_calls: ClassVar[int] = 1
    measurement_length: ClassVar[int] = 1
    joint_rand_length: ClassVar[int] = 0
    outputs_length: ClassVar[int] = 1
    sum_length: ClassVar[int] = 1

    def encode(self, field: Field, measurement: list[int]) -> Elements:
        """Return the integer itself."""
        (value,) = measurement
        return field.from_ints(to_bits(value, 1))

    def gadget_inputs(
        self, field: Field, measurement: Elements, joint_rand: Elements, *, shares: int
    ) -> Elements:
        """Return x twice."""
        return np.stack([measurement, measurement], axis=1)

    def outputs(
        self, field: Field, measurement: Elements, gadget_outputs: Elements, *, shares: int
    ) -> Elements:
        """Return x² − x."""
        return field.subtract(gadget_outputs, measurement)

    def truncate(self, field: Field, measurement: Elements) -> Elements:
        """Return x."""
        return measurement


@dataclass(frozen=True)
class Sum:
    """One integer up to a maximum, bit by bit (§7.4.2)."""

    max_measurement: int
    """The largest integer that is valid."""

    gadget: ClassVar[Gadget] = IsBit()
    joint_rand_length: ClassVar[int] = 0
    sum_length: ClassVar[int] = 1

    @cached_property
    def measurement_length(self) -> int:
        """One element a bit."""
        return len(bit_weights(self.max_measurement))

    @property
    def gadget_calls(self) -> int:
        """One call a bit."""
        return self.measurement_length

    @property
    def outputs_length(self) -> int:
        """One equation a bit."""
        return self.measurement_length

    def encode(self, field: Field, measurement: list[int]) -> Elements:
        """Return the bits of the integer."""
        (value,) = measurement
        return field.from_ints(to_bits(value, self.max_measurement))

    def gadget_inputs(
        self, field: Field, measurement: Elements, joint_rand: Elements, *, shares: int
    ) -> Elements:
        """Return each bit."""
        return measurement[:, None, :]

    def outputs(
        self, field: Field, measurement: Elements, gadget_outputs: Elements, *, shares: int
    ) -> Elements:
        """Return b² − b for each bit b."""
        return gadget_outputs

    def truncate(self, field: Field, measurement: Elements) -> Elements:
        """Return the integer."""
        return from_bits(field, measurement, self.max_measurement)


@dataclass(frozen=True)
class _ManyBits:
    """Bits that are checked in parallel, by one random combination of them."""

    length: int
    """Entries of a measurement."""
    chunk_length: int
    """Bits that one call of the gadget checks."""

    def __post_init__(self) -> None:
        if not (self.length >= 1 and self.chunk_length >= 1):
            raise ValueError(f"expected lengths of at least 1, got {self.length}, {self.chunk_length}")

    @property
    def measurement_length(self) -> int:
        """One bit an entry; circuits with more say so."""
        return self.length

    @property
    def sum_length(self) -> int:
        """One element an entry."""
        return self.length

    @property
    def gadget(self) -> Gadget:
        """Sums of ``chunk_length`` products."""
        return SumOfProducts(self.chunk_length)

    @property
    def gadget_calls(self) -> int:
        """As many as chunks."""
        return calls_for(self.measurement_length, self.chunk_length)

    @property
    def joint_rand_length(self) -> int:
        """One random element a call."""
        return self.gadget_calls

    def gadget_inputs(
        self, field: Field, measurement: Elements, joint_rand: Elements, *, shares: int
    ) -> Elements:
        """Return the wires that check every bit."""
        return parallel_inputs(field, measurement, joint_rand, self.chunk_length, shares=shares)


@dataclass(frozen=True)
class SumVec(_ManyBits):
    """Integers up to a maximum each, bit by bit (§7.4.3)."""

    max_measurement: int
    """The largest integer that is valid in any entry."""

    outputs_length: ClassVar[int] = 1

    @cached_property
    def _bits(self) -> int:
        return len(bit_weights(self.max_measurement))

    @property
    def measurement_length(self) -> int:
        """One element for each bit of each entry."""
        return self.length * self._bits

    def encode(self, field: Field, measurement: list[int]) -> Elements:
        """Return the bits of all entries, entry by entry."""
        _check_length(measurement, self.length)
        return field.from_ints([bit for value in measurement for bit in to_bits(value, self.max_measurement)])

    def outputs(
        self, field: Field, measurement: Elements, gadget_outputs: Elements, *, shares: int
    ) -> Elements:
        """Return the one sum of all checks."""
        return field.total(gadget_outputs)[:, None]

    def truncate(self, field: Field, measurement: Elements) -> Elements:
        """Return the entries."""
        return from_bits(field, measurement, self.max_measurement)


@dataclass(frozen=True)
class Histogram(_ManyBits):
    """One bucket of many: bits of which exactly one is set (§7.4.4)."""

    outputs_length: ClassVar[int] = 2

    def encode(self, field: Field, measurement: list[int]) -> Elements:
        """Return one 1 among zeros, in the bucket that is given."""
        (bucket,) = measurement
        if not 0 <= bucket < self.length:
            raise ValueError(f"expected a bucket from 0 to {self.length - 1}, got {bucket}")
        return field.from_ints([int(at == bucket) for at in range(self.length)])

    def outputs(
        self, field: Field, measurement: Elements, gadget_outputs: Elements, *, shares: int
    ) -> Elements:
        """Return the sum of all checks, and the sum of all bits less one."""
        one = field.element(field.inverse(shares))
        return np.concatenate(
            [
                field.total(gadget_outputs)[:, None],
                field.subtract(field.total(measurement)[:, None], one),
            ],
            axis=1,
        )

    def truncate(self, field: Field, measurement: Elements) -> Elements:
        """Return the buckets."""
        return measurement


@dataclass(frozen=True)
class MultihotCountVec(_ManyBits):
    """Bits of which no more than so many are set: their number stands behind them, bit by bit (§7.4.5)."""

    max_weight: int
    """The most bits that may be set."""

    outputs_length: ClassVar[int] = 2

    @property
    def measurement_length(self) -> int:
        """The bits and those of their number."""
        return self.length + len(bit_weights(self.max_weight))

    def encode(self, field: Field, measurement: list[int]) -> Elements:
        """Return the bits and the bits of their number."""
        _check_length(measurement, self.length)
        bits = [bit for value in measurement for bit in to_bits(value, 1)]
        return field.from_ints(bits + to_bits(sum(bits), self.max_weight))

    def outputs(
        self, field: Field, measurement: Elements, gadget_outputs: Elements, *, shares: int
    ) -> Elements:
        """Return the sum of all checks, and the number of bits less the one that was given."""
        weight = field.total(measurement[:, : self.length])[:, None]
        given = from_bits(field, measurement[:, self.length :], self.max_weight)
        return np.concatenate([field.total(gadget_outputs)[:, None], field.subtract(weight, given)], axis=1)

    def truncate(self, field: Field, measurement: Elements) -> Elements:
        """Return the bits without those of their number."""
        return measurement[:, : self.length]


def _check_length(measurement: list[int], length: int) -> None:
    if len(measurement) != length:
        raise ValueError(f"expected a measurement of {length} entries, got {len(measurement)}")
