"""Prints how well hands and coarse movements are told: ``python -m tests.benchmarks.hands``.

MERL Shopping and UTKinect through the movement levels, every person left out once. They lie in SHOAL_DATA
(../shared/data by default); both are for research use, so nothing of them is kept or shown.
"""

import json
import os
from pathlib import Path

from tests.benchmarks.public_hands import merl, utkinect

DATA = Path(os.environ.get("SHOAL_DATA", "../shared/data"))


def main() -> None:
    """Print one JSON object."""
    print(json.dumps({"merl": merl(DATA), "utkinect": utkinect(DATA)}, indent=2))


if __name__ == "__main__":
    main()
