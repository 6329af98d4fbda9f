"""The examples that a store's vault holds, read again."""

from dataclasses import dataclass

from edge_node.errors import WindowError
from edge_node.intent.window import Example, from_bytes
from edge_node.storage.vault import Vault


@dataclass(frozen=True, slots=True)
class KeptExamples:
    """What could be read, and how much could not."""

    examples: tuple[Example, ...]
    """Oldest period first, within one in no order."""
    unreadable: int
    """Windows of another version or with a level out of range: nothing is learnt from them."""


def examples_in(vault: Vault) -> KeptExamples:
    """Return every example in the vault."""
    examples, unreadable = [], 0
    for stored in vault.records("windows"):
        try:
            examples.append(from_bytes(stored.record.payload))
        except WindowError:
            unreadable += 1
    return KeptExamples(tuple(examples), unreadable)
