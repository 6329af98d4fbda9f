import pytest

from edge_node.capture.size import check_size
from edge_node.errors import CaptureError


@pytest.mark.parametrize("size", [(64, 64), (640, 360), (7680, 4320), (8192, 64)])
def test_pictures_that_can_show_a_person_pass(size: tuple[int, int]) -> None:
    check_size(*size, "a.mp4")


@pytest.mark.parametrize("size", [(1, 1), (16, 16), (0, 0), (640, 63), (20_000, 20_000), (8193, 64)], ids=str)
def test_absurd_pictures_are_refused_with_their_size(size: tuple[int, int]) -> None:
    with pytest.raises(CaptureError, match=rf"in a\.mp4, got {size[0]}×{size[1]} px\. Set the camera"):
        check_size(*size, "a.mp4")
