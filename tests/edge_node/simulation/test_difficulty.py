import itertools

import pytest

from edge_node.simulation.difficulty import EVERYDAY, LEVELS, VARIANTS, Difficulty


def test_levels_get_harder_in_every_respect() -> None:
    levels = list(LEVELS.values())

    for easier, harder in itertools.pairwise(levels):
        assert easier.people < harder.people
        assert easier.light >= harder.light
        assert easier.grain <= harder.grain
        assert easier.rate_hz >= harder.rate_hz
        assert easier.lens_deg <= harder.lens_deg


def test_variants_have_as_many_people_as_everyday() -> None:
    assert {variant.people for variant in VARIANTS.values()} == {EVERYDAY.people}
    assert not set(VARIANTS) & set(LEVELS)


@pytest.mark.parametrize(("people", "rate_hz"), [(0, 8.0), (26, 8.0), (3, 4.0), (3, 30.0)])
def test_what_was_never_meant_is_refused(people: int, rate_hz: float) -> None:
    with pytest.raises(ValueError, match="expected"):
        Difficulty("x", people, 3.0, 60.0, rate_hz=rate_hz)
