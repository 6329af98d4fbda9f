"""Polynomials by their values at roots of unity, as proofs hold them: extended, completed and evaluated.

A polynomial of ``n`` values, ``n`` a power of two, is int64 (limbs, …, n): value k is the one at the k-th
power of the principal n-th root of unity. At the sizes of our circuits (n ≤ 256) one product with a constant
matrix is faster in numpy than the steps of a number theoretic transform.
Source: draft-irtf-cfrg-vdaf §6.1.3 (polynomials in the Lagrange basis).
"""

from functools import lru_cache

import numpy as np

from privacy.vdaf.field import Elements, Field


def doubled(field: Field, values: Elements) -> Elements:
    """Return twice as many values of the same polynomials: int64 (limbs, m, n) to (limbs, m, 2n).

    The even places are the given values, the odd ones follow by one product with a constant matrix.
    """
    out = field.zeros(values.shape[1], 2 * values.shape[2])
    out[:, :, 0::2] = values
    out[:, :, 1::2] = field.matmul(values, _between(field, values.shape[2]))
    return out


def completed(field: Field, values: Elements) -> Elements:
    """Return int64 (limbs, n), all values of a polynomial of degree below n − 1, given the first n − 1.

    Its coefficient of degree n − 1 is zero, which is that the n-th roots w give Σ wᵏ p(wᵏ) = 0.
    """
    n = values.shape[1] + 1
    root = field.root_of_unity(n)
    weights = field.from_ints([-pow(root, k + 1, field.modulus) for k in range(n - 1)])
    last = field.matmul(values[:, None, :], weights[:, :, None])
    return np.concatenate([values, last[:, :, 0]], axis=1)


def evaluated(field: Field, values: Elements, point: int) -> Elements:
    """Return the values of polynomials at any point: int64 (limbs, m, n) to (limbs, m)."""
    weights = field.from_ints(_weights_at(field, values.shape[2], point))
    return field.matmul(values, weights[:, :, None])[:, :, 0]


def _weights_at(field: Field, n: int, point: int) -> list[int]:
    """Return the n Lagrange polynomials at the point: (xⁿ − 1)/n · wᵏ/(x − wᵏ), or 1 at a node and else 0."""
    p, root = field.modulus, field.root_of_unity(n)
    nodes = [pow(root, k, p) for k in range(n)]
    if point in nodes:
        return [int(node == point) for node in nodes]
    scale = (pow(point, n, p) - 1) * field.inverse(n) % p
    inverses = _inverses(field, [(point - node) % p for node in nodes])
    return [scale * node * inverse % p for node, inverse in zip(nodes, inverses, strict=True)]


def _inverses(field: Field, values: list[int]) -> list[int]:
    """Return the inverses of non-zero integers by one inversion (Montgomery's trick)."""
    p, products = field.modulus, [1]
    for value in values:
        products.append(products[-1] * value % p)
    rest, inverses = field.inverse(products[-1]), [0] * len(values)
    for at in range(len(values) - 1, -1, -1):
        inverses[at] = rest * products[at] % p
        rest = rest * values[at] % p
    return inverses


@lru_cache(maxsize=16)
def _between(field: Field, n: int) -> Elements:
    """Return int64 (limbs, n, n): column j holds the n Lagrange polynomials at the (2j + 1)-th of 2n roots.

    They depend on 2j + 1 − 2k alone, so one column, moved round, is all of them.
    """
    column = np.array(_weights_at(field, n, field.root_of_unity(2 * n)), dtype=object)
    values = [int(value) for j in range(n) for value in np.roll(column, j)]
    return field.from_ints(values).reshape(field.limbs, n, n).transpose(0, 2, 1)
