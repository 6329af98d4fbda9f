"""A SuperNode of Flower that looks for instructions more often than every three seconds.

Its pauses are literals in flwr 1.41.0 (3 s between looks, 0.5 s between looks for a reply); the release is
pinned, and these are shortened here, where the process begins, and nowhere else.
"""

import time
from types import SimpleNamespace

from flwr.supernode import start_client_internal as internal
from flwr.supernode.cli.flower_supernode import flower_supernode

PAUSES_S = {3: 0.3, 0.5: 0.1}
"""Flower's pauses, and what takes their place."""


def sleep(pause_s: float) -> None:
    """Pause as long as Flower asks, or as long as stands in PAUSES_S for it."""
    time.sleep(PAUSES_S.get(pause_s, pause_s))


def main() -> None:
    """Run Flower's SuperNode with its own command line."""
    vars(internal)["time"] = SimpleNamespace(sleep=sleep)  # all it uses of the module
    flower_supernode()


if __name__ == "__main__":
    main()
