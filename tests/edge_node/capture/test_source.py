"""An address says how it is opened, and is shown without its password."""

import pytest

from edge_node.capture.source import SourceConfig


@pytest.mark.parametrize(
    ("address", "kind", "is_live"),
    [
        ("/videos/shop.mp4", "file", False),
        ("/dev/video0", "usb", True),
        ("usb:12", "usb", True),
        ("usb:door", "file", False),
        ("rtsp://camera/1", "rtsp", True),
        ("rendered:/scenes/shop.json", "rendered", False),
    ],
)
def test_the_address_decides(address: str, kind: str, is_live: bool) -> None:
    source = SourceConfig(address)

    assert (source.kind, source.is_live) == (kind, is_live)


def test_a_numbered_usb_camera_is_its_device() -> None:
    assert SourceConfig("usb:12").address == "/dev/video12"


def test_a_password_is_never_shown() -> None:
    assert SourceConfig("rtsp://user:secret@camera/1").shown == "rtsp://…@camera/1"


def test_a_source_prints_without_its_password() -> None:
    assert "secret" not in repr(SourceConfig("rtsp://user:secret@camera/1"))


def test_a_mask_needs_three_corners() -> None:
    with pytest.raises(ValueError, match="3 corners"):
        SourceConfig("a.mp4", masks_px=(((0, 0), (1, 1)),))


def test_a_rate_must_be_positive() -> None:
    with pytest.raises(ValueError, match="max_rate_hz above 0"):
        SourceConfig("a.mp4", max_rate_hz=0)
