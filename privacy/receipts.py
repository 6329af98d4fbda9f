"""Deletion receipts: what was deleted, how many, of which time, by which rule; provable record by record.

A receipt carries the root of an RFC 9162 tree over salted hashes of the deleted ids. Whoever has such
an id (from a backup, say) and the salt can prove that the record was among the deleted; without the salt the
tree says nothing, not even of ids that can be guessed.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from privacy.transparency.proofs import includes, inclusion_proof
from privacy.transparency.tree import HASH_BYTES, Subtree, leaf_hash, perfect_root, root

SALT_BYTES: Final = 32
"""Fresh for every receipt."""


@dataclass(frozen=True, slots=True)
class Deletion:
    """What was deleted, in words and numbers: all that a receipt says in clear."""

    kind: str
    """As the retention table names it."""
    count: int
    """Records."""
    data_from: datetime
    """First moment the records are of, UTC."""
    data_until: datetime
    """Moment behind the last."""
    rule: str
    """Which rule asked for it."""
    at: datetime
    """When it was done, UTC."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A deletion, and the root over what it deleted."""

    deletion: Deletion
    root: bytes
    """32 bytes."""


@dataclass(frozen=True, slots=True, repr=False)
class Evidence:
    """What proofs are made from; stays where the deletion happened."""

    salt: bytes
    """32 bytes."""
    leaves: bytes
    """The tree's leaf hashes, 32 bytes each, ascending."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Where one record stands in the tree, and the hashes beside its way to the root."""

    index: int
    path: tuple[bytes, ...]
    """32 bytes each, lowest first."""


def issue(deletion: Deletion, record_ids: Sequence[bytes], salt: bytes) -> tuple[Receipt, Evidence]:
    """Return the receipt and what proves it; leaves stand in the order of their hashes, not of the records.

    Raises: ValueError when the count or the salt's length is another.
    """
    if deletion.count != len(record_ids) or len(salt) != SALT_BYTES:
        raise ValueError(
            f"expected {deletion.count} records and {SALT_BYTES} bytes of salt, "
            f"got {len(record_ids)} and {len(salt)}"
        )
    leaves = b"".join(sorted(_leaf(record_id, salt) for record_id in record_ids))
    return Receipt(deletion, _root(leaves)), Evidence(salt, leaves)


def holds(receipt: Receipt, evidence: Evidence) -> bool:
    """True when the evidence is the receipt's: as many leaves as it says, under its root."""
    is_whole = len(evidence.leaves) == HASH_BYTES * receipt.deletion.count
    return is_whole and hmac.compare_digest(_root(evidence.leaves), receipt.root)


def prove(evidence: Evidence, record_id: bytes) -> Proof | None:
    """Return the proof that the record was deleted, None when it was not among them."""
    leaf = _leaf(record_id, evidence.salt)
    leaves = _split(evidence.leaves)
    if leaf not in leaves:
        return None
    index = leaves.index(leaf)
    return Proof(index, tuple(inclusion_proof(_Leaves(leaves), index, len(leaves))))


def verify(receipt: Receipt, salt: bytes, record_id: bytes, proof: Proof) -> bool:
    """True when the record is one of those that the receipt says were deleted."""
    leaf = _leaf(record_id, salt)
    return includes(receipt.root, receipt.deletion.count, proof.index, leaf, proof.path)


@dataclass(frozen=True, slots=True)
class _Leaves:
    """The tree's subtrees, computed from its leaves each time."""

    leaves: Sequence[bytes]

    def __call__(self, subtree: Subtree) -> bytes:
        return perfect_root(self.leaves[subtree.start : subtree.end])


def _leaf(record_id: bytes, salt: bytes) -> bytes:
    return leaf_hash(hmac.digest(salt, record_id, sha256))


def _root(leaves: bytes) -> bytes:
    hashes = _split(leaves)
    return root(_Leaves(hashes), len(hashes))


def _split(leaves: bytes) -> list[bytes]:
    return [leaves[at : at + HASH_BYTES] for at in range(0, len(leaves), HASH_BYTES)]
