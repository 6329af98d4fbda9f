"""Randomness is an argument, and privacy itself never seeds or imports a generator."""

import ast
import secrets
from fractions import Fraction
from pathlib import Path

import numpy as np

import privacy
from privacy.noise import discrete_gaussian
from privacy.randomness import Noise, Random


def test_the_real_sources_have_the_types() -> None:
    random: Random = secrets.token_bytes
    noise: Noise = discrete_gaussian

    assert len(random(7)) == 7
    assert noise(3, Fraction(10)).shape == (3,)


def test_no_module_of_privacy_draws_from_a_seedable_generator() -> None:
    folder = Path(privacy.__file__).parent
    sources = [ast.parse(path.read_text(encoding="utf-8")) for path in folder.rglob("*.py")]

    used = [
        ast.unparse(node) for tree in sources for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    ]

    assert not [text for text in used if text.startswith(("np.random", "numpy.random"))]


def test_a_simulation_may_pass_its_own_seeded_noise() -> None:
    generator = np.random.default_rng(1)

    def seeded(length: int, variance: Fraction) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
        return np.rint(generator.normal(0, float(variance) ** 0.5, length)).astype(np.int64)

    noise: Noise = seeded

    assert noise(4, Fraction(9)).dtype == np.int64
