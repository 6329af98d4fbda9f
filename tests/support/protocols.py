"""How narrow a program's seams are."""

import inspect
from types import ModuleType
from typing import Protocol


def protocol_sizes(ports: ModuleType) -> dict[str, int]:
    """Return the number of public members of every Protocol that the module declares."""
    return {
        value.__name__: len([name for name in vars(value) if not name.startswith("_")])
        for value in vars(ports).values()
        if inspect.isclass(value) and Protocol in value.__bases__ and value.__module__ == ports.__name__
    }
