"""One vector is the network's arrays in one order."""

import numpy as np
import pytest

from edge_node.intent.form import INPUTS, Form, centred


def test_the_usual_form_shares_fewer_than_two_thousand_numbers() -> None:
    assert Form().parameters == 1_441


def test_the_arrays_are_the_vector_cut_in_order() -> None:
    form = Form(width=3, classes=2)
    vector = np.arange(form.parameters, dtype=np.float32)

    arrays = form.arrays(vector)

    assert np.concatenate([one.ravel() for one in arrays.values()]).tolist() == vector.tolist()


@pytest.mark.parametrize(("width", "classes"), [(4, 5), (0, 5), (12, 1)])
def test_a_form_that_cannot_be_is_refused(width: int, classes: int) -> None:
    with pytest.raises(ValueError, match="expected a width"):
        Form(width=width, classes=classes)


def test_a_vector_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="expected float32"):
        Form().arrays(np.zeros(3, np.float32))


def test_the_level_that_is_there_stands_out_and_the_unread_say_nothing() -> None:
    windows = np.full((2, 4, 14), -1, np.int8)
    windows[1, 2, 0] = 1

    seen = centred(windows)

    assert seen.shape == (2, INPUTS, 4)
    assert not seen[0].any()
    assert np.allclose(seen[1, :4, 2], [-1 / 3, 2 / 3, -1 / 3, 0])
    assert np.count_nonzero(seen[1]) == 3
