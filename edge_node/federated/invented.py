"""Movement windows of people who do not exist, for a chain of invented stores.

Each label has a usual way to move, the same in every store; each store has its own mixture of labels.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

import numpy as np

from edge_node.intent.window import FEATURES, LABELS, STEPS, Example, Window, to_bytes
from edge_node.storage.journal import Journal
from edge_node.storage.vault import Record

USUAL = 0.6
"""How often a feature is at its label's usual level; else it is at any."""

EVENNESS = 2.0
"""Of the Dirichlet distribution that a store's mixture of labels is drawn from."""

CAMERA = "invented"
KEPT_FOR = timedelta(hours=72)


def invented(count: int, seed: int) -> tuple[Example, ...]:
    """Return that many windows of one store, the same for the same seed."""
    highest = np.array([len(level.edges) for level in FEATURES])
    usual = np.random.default_rng(0).integers(0, highest + 1, size=(len(LABELS), len(FEATURES)))
    rng = np.random.default_rng(seed)
    mixture = rng.dirichlet(np.full(len(LABELS), EVENNESS))
    found = []
    for place in rng.choice(len(LABELS), size=count, p=mixture):
        is_usual = rng.random((STEPS, len(FEATURES))) < USUAL
        any_level = rng.integers(0, highest + 1, size=(STEPS, len(FEATURES)))
        levels = np.where(is_usual, usual[place], any_level).astype(np.int8)
        found.append(Example(Window(levels), LABELS[place]))
    return tuple(found)


def keep_invented(journal: Journal, count: int, seed: int, now: datetime, grounds: Collection[str]) -> None:
    """Write that many invented windows into the vault, as if they were of today and kept on the grounds."""
    with journal.vault.unit():
        for example in invented(count, seed):
            record = Record(CAMERA, to_bytes(example))
            journal.vault.keep("windows", record, at_s=now.timestamp(), keep_for=KEPT_FOR, grounds=grounds)
