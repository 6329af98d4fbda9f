"""What the model libraries import only to draw on a screen: behind the wall empty modules stand there."""

import sys
from types import ModuleType

PLOTTING = ("matplotlib", "matplotlib.pyplot")
"""MediaPipe 1.2 imports it for `plot_landmarks`; without a folder to write to, its import fails."""


def leave_out(names: tuple[str, ...] = PLOTTING) -> None:
    """Let `import` find an empty module under each name, parents first, unless one is loaded already."""
    for name in names:
        module = sys.modules.setdefault(name, ModuleType(name))
        parent, _, own = name.rpartition(".")
        if parent and not hasattr(sys.modules[parent], own):
            setattr(sys.modules[parent], own, module)
