"""A preview is a JPEG within its bound, and prints its length only."""

import pytest

from edge_node.wall.preview import LARGEST_BYTES, Preview
from tests.support.clips import STARTED_AT


def test_a_preview_prints_its_length() -> None:
    assert repr(Preview(b"\xff\xd8abc", 0, STARTED_AT)) == "Preview(5 bytes)"


@pytest.mark.parametrize(
    "jpeg", [b"", b"pixels", b"\xff\xd8" + bytes(LARGEST_BYTES)], ids=["none", "raw", "large"]
)
def test_anything_else_is_refused(jpeg: bytes) -> None:
    with pytest.raises(ValueError, match="expected a JPEG"):
        Preview(jpeg, 0, STARTED_AT)
