"""The examples that a store's vault holds, read again."""

from collections.abc import Callable
from dataclasses import dataclass

from edge_node.errors import WindowError
from edge_node.intent.window import Example, from_bytes
from edge_node.storage.period_keys import Period
from edge_node.storage.vault import Vault


@dataclass(frozen=True, slots=True)
class KeptExamples:
    """What could be read, and how much could not."""

    examples: tuple[Example, ...]
    """Oldest period first, within one in no order."""
    unreadable: int
    """Windows of another version or with a level out of range: nothing is learnt from them."""


def examples_in(vault: Vault, only: Callable[[Period], bool] = lambda _: True) -> KeptExamples:
    """Return every example in the vault's periods, or in such periods only; others are not decrypted."""
    examples, unreadable = [], 0
    for stored in vault.records("windows", only):
        try:
            examples.append(from_bytes(stored.record.payload))
        except WindowError:
            unreadable += 1
    return KeptExamples(tuple(examples), unreadable)
