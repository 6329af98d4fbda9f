"""Arithmetic in limbs is the arithmetic of Python's integers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.vdaf.field import FIELD64, FIELD128, LONGEST_SUM, Field

BOTH = pytest.mark.parametrize("field", [FIELD64, FIELD128], ids=["64", "128"])


def values(field: Field) -> st.SearchStrategy[int]:
    """Draw any element, and often one at an edge of the field or of a limb."""
    p = field.modulus
    edges = [0, 1, p - 1, p - 2, p >> 1, (1 << 22) - 1, 1 << 22, (1 << 44) - 1, (1 << 32) - 1, 1 << 63]
    return st.one_of(st.integers(0, p - 1), st.sampled_from([edge % p for edge in edges]))


@BOTH
def test_the_generator_has_the_order_it_says(field: Field) -> None:
    root = field.root_of_unity(1 << field.order_log2)

    assert pow(root, 1 << field.order_log2, field.modulus) == 1
    assert pow(root, 1 << field.order_log2 - 1, field.modulus) == field.modulus - 1


@BOTH
@given(data=st.data())
def test_elements_by_elements_are_integers_by_integers(field: Field, data: st.DataObject) -> None:
    p = field.modulus
    pairs = data.draw(st.lists(st.tuples(values(field), values(field)), min_size=1, max_size=20))
    left, right = ([pair[at] for pair in pairs] for at in (0, 1))
    a, b = field.from_ints(left), field.from_ints(right)

    assert field.to_ints(field.add(a, b)) == [(x + y) % p for x, y in pairs]
    assert field.to_ints(field.subtract(a, b)) == [(x - y) % p for x, y in pairs]
    assert field.to_ints(field.multiply(a, b)) == [x * y % p for x, y in pairs]
    assert field.to_ints(field.total(a[:, None, :])) == [sum(left) % p]


@BOTH
@given(data=st.data())
def test_matrices_by_matrices_are_sums_of_products(field: Field, data: st.DataObject) -> None:
    rows, inner, columns = (data.draw(st.integers(1, 5)) for _ in range(3))
    left = data.draw(st.lists(values(field), min_size=rows * inner, max_size=rows * inner))
    right = data.draw(st.lists(values(field), min_size=inner * columns, max_size=inner * columns))

    product = field.matmul(
        field.from_ints(left).reshape(field.limbs, rows, inner),
        field.from_ints(right).reshape(field.limbs, inner, columns),
    )

    assert field.to_ints(product.reshape(field.limbs, -1)) == [
        sum(left[i * inner + k] * right[k * columns + j] for k in range(inner)) % field.modulus
        for i in range(rows)
        for j in range(columns)
    ]


@BOTH
def test_the_longest_sum_of_the_largest_products_is_exact(field: Field) -> None:
    largest = field.from_ints([field.modulus - 1] * LONGEST_SUM)

    product = field.matmul(largest[:, None, :], largest[:, :, None])

    assert field.to_ints(product[:, :, 0]) == [LONGEST_SUM]


@BOTH
def test_a_longer_sum_is_refused(field: Field) -> None:
    ones = field.from_ints([1] * (LONGEST_SUM + 1))

    with pytest.raises(ValueError, match="at most 512 products"):
        field.matmul(ones[:, None, :], ones[:, :, None])


@BOTH
@pytest.mark.parametrize("count", [1, 2, 7])
def test_powers_are_powers(field: Field, count: int) -> None:
    bases = [3, field.modulus - 2]

    powers = field.powers(field.from_ints(bases), count)

    assert field.to_ints(powers.reshape(field.limbs, -1)) == [
        pow(base, power, field.modulus) for base in bases for power in range(1, count + 1)
    ]


@BOTH
@given(data=st.data())
def test_encodings_are_little_endian_and_come_back(field: Field, data: st.DataObject) -> None:
    integers = data.draw(st.lists(values(field), max_size=10))

    encoded = field.encode(field.from_ints(integers))

    assert encoded == b"".join(value.to_bytes(field.encoded_size, "little") for value in integers)
    assert field.to_ints(field.decode(encoded)) == integers


@BOTH
def test_an_encoding_that_is_not_reduced_is_refused(field: Field) -> None:
    with pytest.raises(ValueError, match="below the modulus"):
        field.decode(field.modulus.to_bytes(field.encoded_size, "little"))


@BOTH
def test_half_an_encoding_is_refused(field: Field) -> None:
    with pytest.raises(ValueError, match="multiple"):
        field.decode(bytes(field.encoded_size + 1))


@BOTH
def test_an_inverse_gives_one(field: Field) -> None:
    assert 5 * field.inverse(5) % field.modulus == 1
