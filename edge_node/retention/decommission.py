"""A store is given up: keys are destroyed, then everything else this node kept; what is left are receipts.

In this order, so that a kill in between leaves less to read, never more: 1. everything in the journal is
forgotten with receipts; 2. the store key is destroyed; 3. receipts and what proves them are written to a file
of their own; 4. every file of the home is overwritten and deleted, keys first. Done again it goes on.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from edge_node.errors import StorageError
from edge_node.retention.home import Kept, opened
from edge_node.retention.keeping import Keeping, deletion
from edge_node.retention.kinds import audit_life
from edge_node.storage.documents import save
from edge_node.storage.files import overwrite
from edge_node.storage.home import Home
from edge_node.storage.receipts import KeptReceipt
from shared.clock import Clock
from shared.schemas.layout import Wire

GIVEN_UP: Final = "the store is given up"
"""What its receipts name as their rule."""


class WrittenReceipt(Wire):
    """One deletion receipt with what proves it, bytes in hex."""

    kind: str
    count: int
    data_from: datetime
    data_until: datetime
    rule: str
    at: datetime
    root: str
    salt: str
    leaves: str


class Decommissioned(Wire):
    """What is left of a store that was given up."""

    at: datetime
    keep_until: datetime
    """When this file itself has to go."""
    receipts: tuple[WrittenReceipt, ...]


@dataclass(frozen=True, slots=True)
class Leaving:
    """What a decommissioning takes, or took."""

    held: dict[str, int]
    """Records by kind."""
    unsent: int
    """Sealed reports that nobody has answered: they will never arrive."""
    files: int
    """Files of the home."""
    is_done: bool = False


def decommission(root: Path, clock: Clock, *, yes: bool) -> Leaving:
    """Return what goes, gone with ``yes``.

    Raises: StorageError when nothing is kept here, a node is at work on it, or a file cannot be destroyed.
    """
    home = Home(root)
    with opened(root, clock) as kept:
        if kept is None and not [path for path in home.files() if path != home.decommissioned]:
            raise StorageError(f"{root} holds no node: there is nothing to give up")
        leaving = _leaving(home, kept)
        if not yes:
            return leaving
        if kept is not None:
            kept.place.journal.claim()
            _forget_all(kept, clock.now())
    _destroy_files(home)
    return replace(leaving, is_done=True)


def _leaving(home: Home, kept: Kept | None) -> Leaving:
    if kept is None:
        return Leaving({}, 0, len(home.files()))
    held = {kind.rule.kind: sum(item.count for item in kind.items()) for kind in kept.kinds}
    counts = {kind: count for kind, count in held.items() if count}
    return Leaving(counts, kept.place.journal.sealed.depth(), len(home.files()))


def _forget_all(kept: Kept, now: datetime) -> None:
    journal = kept.place.journal
    for keeping in kept.kinds:
        if keeping.rule.kind != "receipts":
            _forget(kept, keeping, now)
    journal.vault.destroy()
    left = Decommissioned(
        at=now,
        keep_until=now + audit_life(kept.place.bundle).keep_for,
        receipts=tuple(_written(one) for one in journal.receipts.all()),
    )
    save(kept.home.decommissioned, left)


def _forget(kept: Kept, keeping: Keeping, now: datetime) -> None:
    with keeping.unit():
        items = keeping.items()
        gone = [record_id for item in items for record_id in item.forget(now)]
        if gone:
            rule = replace(keeping.rule, because=GIVEN_UP)
            said = deletion(items, rule, count=len(gone), at=now)
            kept.place.journal.receipts.append(said, gone)


def _destroy_files(home: Home) -> None:
    try:
        for path in _doomed(home):
            overwrite(path)
            path.unlink()
    except OSError as error:
        raise StorageError(f"cannot destroy a file of {home.root}: {error.strerror}") from error


def _doomed(home: Home) -> Iterable[Path]:
    return (path for path in home.files() if path != home.decommissioned)


def _written(one: KeptReceipt) -> WrittenReceipt:
    said = one.receipt.deletion
    return WrittenReceipt(
        kind=said.kind,
        count=said.count,
        data_from=said.data_from,
        data_until=said.data_until,
        rule=said.rule,
        at=said.at,
        root=one.receipt.root.hex(),
        salt=one.evidence.salt.hex(),
        leaves=one.evidence.leaves.hex(),
    )
