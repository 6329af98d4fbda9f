import numpy as np
import pytest

from edge_node.capture.clothes import cloth, look_of, top_of


@pytest.mark.parametrize("number", range(12))
def test_neighbours_differ_in_every_colour(number: int) -> None:
    one, next_to_it = look_of(number), look_of(number + 1)

    assert one.top != next_to_it.top
    assert one.trousers != next_to_it.trousers
    assert one.hair != next_to_it.hair
    assert one.skin != next_to_it.skin


def test_the_same_number_has_the_same_folds() -> None:
    assert np.array_equal(cloth((90, 90, 90), 5, 8, 3), cloth((90, 90, 90), 5, 8, 3))


def test_folds_keep_the_colour() -> None:
    folded = cloth((120, 60, 30), 40, 40, 1)

    assert np.allclose(folded.mean(axis=(0, 1)), [120, 60, 30], rtol=0.02)


def test_a_jacket_is_open_in_front_only() -> None:
    jacket = next(look for look in map(look_of, range(20)) if look.cut == "jacket")
    colours = top_of(jacket, 11, 16)

    behind, before = colours[5, 11:13], colours[5, 3:5]
    assert np.abs(behind - np.array(jacket.top)).max() < 45
    assert np.abs(before - behind).max() > 20


def test_whoever_wears_no_coat_shows_trousers_below() -> None:
    plain = next(look for look in map(look_of, range(20)) if look.cut == "plain")

    assert (top_of(plain, 11, 16)[-1] == np.array(plain.trousers)).all()
