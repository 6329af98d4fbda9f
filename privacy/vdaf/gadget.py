"""Gadgets: the parts of a circuit that are not linear. All of ours are of degree two.

Source: draft-irtf-cfrg-vdaf §7.3.2 and appendix A.
"""

from dataclasses import dataclass
from typing import ClassVar, Protocol

from privacy.vdaf.field import Elements, Field


class Gadget(Protocol):
    """A polynomial of degree two in its input wires."""

    @property
    def arity(self) -> int:
        """How many input wires it has."""
        ...

    def evaluate(self, field: Field, wires: Elements) -> Elements:
        """Return its output for each column of wires: int64 (limbs, arity, n) to (limbs, n)."""
        ...


@dataclass(frozen=True, slots=True)
class SumOfProducts:
    """Multiplies its wires two by two and adds up: ParallelSum of Mul (appendix A.1 and A.3)."""

    count: int
    """How many products it adds up; one is the multiplication gadget itself."""

    @property
    def arity(self) -> int:
        """Two wires a product."""
        return 2 * self.count

    def evaluate(self, field: Field, wires: Elements) -> Elements:
        """Return the sums of products: int64 (limbs, arity, n) to (limbs, n)."""
        products = field.multiply(wires[:, 0::2], wires[:, 1::2])
        return field.total(products.swapaxes(1, 2))


@dataclass(frozen=True, slots=True)
class IsBit:
    """x² − x, which is zero for nothing but 0 and 1: PolyEval of that polynomial (appendix A.2)."""

    arity: ClassVar[int] = 1

    def evaluate(self, field: Field, wires: Elements) -> Elements:
        """Return x² − x of the one wire: int64 (limbs, 1, n) to (limbs, n)."""
        return field.subtract(field.multiply(wires, wires), wires)[:, 0]
