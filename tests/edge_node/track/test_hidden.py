"""Who hides whom in the picture, and for how long somebody has stood."""

import numpy as np
import pytest

from edge_node.track.hidden import Stand, hides

PERSON = np.array([100.0, 100.0, 140.0, 220.0])


@pytest.mark.parametrize(
    ("box", "is_hidden"),
    [
        ([90.0, 110.0, 150.0, 260.0], True),
        ([118.0, 110.0, 178.0, 260.0], True),
        ([122.0, 110.0, 182.0, 260.0], False),
        ([118.0, 110.0, 178.0, 222.0], False),
        ([90.0, 225.0, 150.0, 360.0], False),
        ([60.0, 95.0, 140.0, 220.0], True),
        ([60.0, 95.0, 128.0, 220.0], True),
        ([60.0, 95.0, 122.0, 220.0], False),
    ],
    ids=[
        "nearer and across",
        "across more than half",
        "across less than half",
        "across but no nearer",
        "below in the picture",
        "takes in all",
        "takes in most",
        "takes in half",
    ],
)
def test_who_lies_before_somebody_or_takes_them_in_hides_them(box: list[float], is_hidden: bool) -> None:
    assert hides(np.array([box]), PERSON) is is_hidden


def test_nobody_hides_nobody() -> None:
    assert hides(np.empty((0, 4)), PERSON) is False


def test_one_of_several_is_enough() -> None:
    boxes = np.array([[400.0, 100.0, 440.0, 220.0], [90.0, 110.0, 150.0, 260.0]])

    assert hides(boxes, PERSON) is True


def test_somebody_has_stood_since_they_came() -> None:
    assert Stand(PERSON, since_s=10.0, last_xyxy_px=PERSON).stood_s(12.5) == 2.5
