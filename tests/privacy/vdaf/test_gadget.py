"""Gadgets compute what they are named after."""

from privacy.vdaf.field import FIELD64, FIELD128
from privacy.vdaf.gadget import IsBit, SumOfProducts


def test_wires_are_multiplied_two_by_two_and_added_up() -> None:
    gadget = SumOfProducts(2)
    wires = FIELD128.from_ints([2, 10, 3, 10, 5, 10, 7, 10]).reshape(6, 4, 2)

    outputs = gadget.evaluate(FIELD128, wires)

    assert gadget.arity == 4
    assert FIELD128.to_ints(outputs) == [2 * 3 + 5 * 7, 200]


def test_only_bits_are_bits() -> None:
    wires = FIELD64.from_ints([0, 1, 2, -1])[:, None, :]

    assert IsBit.arity == 1
    assert FIELD64.to_ints(IsBit().evaluate(FIELD64, wires)) == [0, 0, 2, 2]
