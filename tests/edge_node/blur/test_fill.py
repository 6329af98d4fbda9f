"""A fill leaves one colour, whatever was below it, and touches nothing else."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from edge_node.blur.fill import fill_boxes_on, fill_cells_on, fill_masks_on, fill_ovals_on, fill_rooms_on

PIXELS = arrays(np.uint8, (20, 30, 3))
BOX = st.tuples(*(st.floats(-10, 40, width=32) for _ in range(4)))


@given(PIXELS, PIXELS, BOX)
def test_what_was_under_a_filled_box_cannot_be_told_apart(
    first: np.ndarray, second: np.ndarray, box: tuple
) -> None:
    boxes = np.array([box], np.float32)
    second[:] = np.where(_covered(boxes)[..., None], second, first)

    for pixels in (first, second):
        fill_boxes_on(pixels, boxes)

    assert (first == second).all()


@given(PIXELS, PIXELS, BOX)
def test_the_colour_of_a_room_tells_nothing_of_what_was_in_it(
    first: np.ndarray, second: np.ndarray, box: tuple
) -> None:
    boxes = np.sort(np.array([box], np.float32).reshape(2, 2), axis=0).reshape(1, 4)
    second[:] = np.where(_covered(boxes)[..., None], second, first)

    for pixels in (first, second):
        fill_rooms_on(pixels, boxes)

    assert (first == second).all()


def test_a_room_takes_the_colour_of_the_wall_round_it() -> None:
    pixels = np.full((40, 40, 3), (200, 210, 220), np.uint8)
    pixels[10:30, 10:30] = np.random.default_rng(3).integers(0, 255, (20, 20, 3))

    fill_rooms_on(pixels, np.array([[10, 10, 30, 30]], np.float32))

    assert (pixels == (200, 210, 220)).all()


def test_a_room_as_large_as_the_frame_is_filled_as_well() -> None:
    pixels = np.random.default_rng(3).integers(0, 255, (20, 30, 3)).astype(np.uint8)

    fill_rooms_on(pixels, np.array([[-5, -5, 40, 40]], np.float32))

    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) == 1


def test_the_part_of_the_frame_a_cell_stands_for_is_filled() -> None:
    pixels = np.full((40, 80, 3), 255, np.uint8)
    cells = np.zeros((4, 8), np.bool_)
    cells[3, 7] = True

    fill_cells_on(pixels, cells)

    assert (pixels[30:, 70:] != 255).all()
    assert (pixels[:30] == 255).all()
    assert (pixels[:, :70] == 255).all()


@given(PIXELS, BOX)
def test_an_oval_stays_inside_its_box(pixels: np.ndarray, box: tuple) -> None:
    boxes = np.sort(np.array([box], np.float32).reshape(2, 2), axis=0).reshape(1, 4)
    before = pixels.copy()

    fill_ovals_on(pixels, boxes)

    changed = np.argwhere((pixels != before).any(axis=2))
    margin = 2
    assert all(boxes[0, 0] - margin <= x <= boxes[0, 2] + margin for _, x in changed)
    assert all(boxes[0, 1] - margin <= y <= boxes[0, 3] + margin for y, _ in changed)


def test_an_oval_reaches_the_middle_of_each_side() -> None:
    pixels = np.full((40, 40, 3), 255, np.uint8)

    fill_ovals_on(pixels, np.array([[10, 5, 30, 35]], np.float32))

    sides = [pixels[20, 10], pixels[20, 30], pixels[5, 20], pixels[35, 20], pixels[20, 20]]
    assert len({tuple(value) for value in sides}) == 1


def test_a_mask_is_filled_to_its_border() -> None:
    pixels = np.full((20, 20, 3), 255, np.uint8)

    fill_masks_on(pixels, [((0, 0), (9, 0), (9, 9), (0, 9))])

    assert (pixels[:10, :10] == pixels[0, 0]).all()
    assert (pixels[10:] == 255).all()
    assert (pixels[:, 10:] == 255).all()


def _covered(boxes: np.ndarray) -> np.ndarray:
    covered = np.zeros((20, 30), bool)
    left, top = np.floor(boxes[0, :2]).clip(0, [30, 20]).astype(int)
    right, bottom = np.ceil(boxes[0, 2:]).clip(0, [30, 20]).astype(int)
    covered[top:bottom, left:right] = True
    return covered
