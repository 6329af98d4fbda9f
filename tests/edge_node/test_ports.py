"""A seam has one to three methods."""

import inspect
from typing import Protocol

from edge_node import ports


def test_every_protocol_is_narrow() -> None:
    protocols = [
        value
        for value in vars(ports).values()
        if inspect.isclass(value) and Protocol in value.__bases__ and value.__module__ == ports.__name__
    ]

    sizes = {
        protocol.__name__: len([name for name in vars(protocol) if not name.startswith("_")])
        for protocol in protocols
    }

    assert protocols
    assert all(1 <= size <= 3 for size in sizes.values()), sizes
