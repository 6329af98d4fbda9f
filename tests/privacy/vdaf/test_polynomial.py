"""Values at roots of unity say the same as coefficients do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.vdaf.field import FIELD64, FIELD128, Elements, Field
from privacy.vdaf.polynomial import completed, doubled, evaluated

BOTH = pytest.mark.parametrize("field", [FIELD64, FIELD128], ids=["64", "128"])
SIZES = st.sampled_from([1, 2, 4, 8])


def horner(field: Field, coefficients: list[int], point: int) -> int:
    """Return the value of a polynomial by its coefficients, lowest first: the independent computation."""
    value = 0
    for coefficient in reversed(coefficients):
        value = (value * point + coefficient) % field.modulus
    return value


def at_roots(field: Field, coefficients: list[int], n: int) -> Elements:
    root = field.root_of_unity(n)
    return field.from_ints([horner(field, coefficients, pow(root, k, field.modulus)) for k in range(n)])


def coefficients_of(field: Field, n: int, data: st.DataObject) -> list[int]:
    return data.draw(st.lists(st.integers(0, field.modulus - 1), min_size=n, max_size=n))


@BOTH
@given(n=SIZES, data=st.data())
def test_doubled_values_are_of_the_same_polynomials(field: Field, n: int, data: st.DataObject) -> None:
    first, second = (coefficients_of(field, n, data) for _ in range(2))
    values = field.zeros(2, n)
    values[:, 0], values[:, 1] = at_roots(field, first, n), at_roots(field, second, n)

    more = doubled(field, values)

    assert field.to_ints(more[:, 0]) == field.to_ints(at_roots(field, first, 2 * n))
    assert field.to_ints(more[:, 1]) == field.to_ints(at_roots(field, second, 2 * n))


@BOTH
@given(n=st.sampled_from([2, 4, 8]), data=st.data())
def test_the_last_value_follows_from_the_others(field: Field, n: int, data: st.DataObject) -> None:
    values = at_roots(field, coefficients_of(field, n - 1, data), n)

    whole = completed(field, values[:, :-1])

    assert field.to_ints(whole) == field.to_ints(values)


@BOTH
@given(n=SIZES, data=st.data())
def test_values_at_any_point_are_those_of_the_coefficients(field: Field, n: int, data: st.DataObject) -> None:
    coefficients = coefficients_of(field, n, data)
    point = data.draw(st.integers(0, field.modulus - 1))

    value = evaluated(field, at_roots(field, coefficients, n)[:, None, :], point)

    assert field.to_ints(value) == [horner(field, coefficients, point)]


@BOTH
def test_the_value_at_a_node_is_the_one_given(field: Field) -> None:
    values = field.from_ints([5, 6, 7, 8])[:, None, :]

    assert field.to_ints(evaluated(field, values, field.root_of_unity(4))) == [6]
