"""Two badges can be read and no others; nothing outside a trunk is looked at."""

import cv2
import numpy as np
import pytest

from edge_node.badges.reader import BadgeReader
from edge_node.observations import BADGE_KINDS, BadgeKind
from tests.support.badges import PERSON, filled, on_chest, paste_on


@pytest.mark.parametrize("kind", BADGE_KINDS)
@pytest.mark.parametrize("module_px", [3, 5], ids=["small", "large"])
def test_a_badge_is_read_where_it_is(kind: BadgeKind, module_px: int) -> None:
    (badge,) = BadgeReader().read(filled(on_chest(kind, module_px), PERSON), 0)

    middle = (badge.bbox_xyxy_px[:2] + badge.bbox_xyxy_px[2:]) / 2
    assert badge.kind == kind
    assert np.abs(middle - (160, 155)).max() < 2


@pytest.mark.parametrize("quarter", range(4))
def test_a_badge_is_read_however_it_hangs(quarter: int) -> None:
    frame = on_chest("staff")
    frame[120:190, 125:195] = np.rot90(frame[120:190, 125:195], quarter)

    (badge,) = BadgeReader().read(filled(frame, PERSON), 0)

    assert badge.kind == "staff"


def test_no_other_marker_of_the_dictionary_is_read() -> None:
    dictionary, reader = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_5X5_250), BadgeReader()
    read = []
    for number in range(250):
        frame = on_chest("staff")
        marker = cv2.aruco.generateImageMarker(dictionary, number, 35)
        frame[138:173, 143:178] = marker[..., None]
        read += [(number, badge.kind) for badge in reader.read(filled(frame, PERSON), 0)]

    assert read == [(133, "optout"), (170, "staff"), (236, "panel")]


def test_a_badge_on_the_wall_beside_somebody_is_not_theirs() -> None:
    frame = on_chest("staff")
    paste_on(frame, "optout", (350, 150))

    kinds = [badge.kind for badge in BadgeReader().read(filled(frame, PERSON), 0)]

    assert kinds == ["staff"]


def test_no_badge_is_read_where_there_is_none() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (360, 480, 3)).astype(np.uint8)

    assert BadgeReader().read(filled(noise, PERSON), 0) == ()


def test_a_box_outside_the_frame_holds_no_badge() -> None:
    assert BadgeReader().read(filled(on_chest("staff"), (600.0, 50.0, 640.0, 300.0)), 0) == ()
