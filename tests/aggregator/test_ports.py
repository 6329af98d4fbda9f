"""A seam has one to three methods."""

from aggregator import ports
from tests.support.protocols import protocol_sizes


def test_every_protocol_is_narrow() -> None:
    sizes = protocol_sizes(ports)

    assert sizes
    assert all(1 <= size <= 3 for size in sizes.values()), sizes
