"""Which stores have had a day and which were closed, by the toss of a coin in every round of learning.

Whoever tosses writes `coins.json` into a store's home; the store's worker looks there in every round.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from edge_node.federated.pacing import paced
from edge_node.federated.participant import Train

FILE = "coins.json"


@dataclass(frozen=True, slots=True)
class Coins:
    """The coins of a run of rounds, the same for everybody who knows the seed."""

    seed: int
    pace_s: float
    """The pace of answers; see edge_node/federated/pacing.py."""
    paced_until: int
    """The last round with the defence on; later ones are answered as soon as a store is done."""

    def is_busy(self, store: str, number: int) -> bool:
        """Return how the coin fell for the store and round."""
        return bool(hashlib.sha256(f"{self.seed} {store} {number}".encode()).digest()[0] & 1)

    def turned(self, store: str, number: int, *, busy: Train, empty: Train) -> Train:
        """Return what the store does in this round."""
        train = busy if self.is_busy(store, number) else empty
        return paced(train, self.pace_s if number <= self.paced_until else 0.0)

    def write(self, home: Path) -> None:
        """Tell the store in this home."""
        (home / FILE).write_text(json.dumps(asdict(self)), encoding="utf-8")


def coins_in(home: Path) -> Coins | None:
    """Return the coins that were tossed for the store in this home, if any."""
    file = home / FILE
    return Coins(**json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else None
