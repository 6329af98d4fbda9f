"""Erasing an interval: who was there then cannot be singled out, so everything that may hold them goes.

Gone are: periods of the vault, open sums, and exact contributions of the cohort lane that are not sealed yet.
A sum holds everybody of its epoch, seen by any camera, and cannot be divided again; it is dropped whole, and
its epoch shows as a gap. What went through the door stays: nobody can be singled out in it (GDPR Art. 11).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Final

from edge_node.erased import LONGEST_TRACK
from edge_node.retention.keeping import Item, Keeping, deletion
from edge_node.retention.kinds import Place, exact_contributions, open_sums, vault
from edge_node.storage.period_keys import Kind
from edge_node.storage.vault import HeldKey
from privacy.receipts import Receipt

ON_REQUEST: Final = "erased on request (GDPR Art. 17, 21)"
"""What its receipts name as their rule."""

STAYS: Final = (
    "what went through the door stays: it is noisy, or sealed to be added up over several stores, "
    "and nobody can be singled out in it (GDPR Art. 11)"
)
"""Said with every erasure."""

_VAULT: Final[tuple[Kind, ...]] = ("tracks", "windows")


@dataclass(frozen=True, slots=True)
class Wish:
    """Which interval is to be erased."""

    since: datetime
    """First moment, UTC."""
    until: datetime
    """Moment behind the last, UTC."""
    camera: str | None = None
    """Only what this camera saw, where that is known: in the vault, not in sums."""

    def __post_init__(self) -> None:
        if self.since >= self.until:
            raise ValueError(f"expected an interval that ends after {self.since}, got {self.until}")


@dataclass(frozen=True, slots=True)
class Doomed:
    """What of one kind has to go."""

    keeping: Keeping
    items: tuple[Item, ...]


def doomed(place: Place, wish: Wish) -> list[Doomed]:
    """Return what the erasure would take, kind by kind; nothing is changed.

    Who was there in the interval was confirmed up to T_max before it and left up to T_max after it: their
    record may stand that far outside it.
    """
    whole = [vault(place, kind) for kind in _VAULT]
    if wish.camera is not None and place.journal.vault.is_readable:
        whole = [_of_camera(place, kind, wish.camera) for kind in _VAULT]
    late = replace(wish, until=wish.until + LONGEST_TRACK)
    found = [Doomed(keeping, tuple(_touched(keeping, late))) for keeping in whole]
    sums = (open_sums(place), exact_contributions(place))
    found += [Doomed(keeping, tuple(_touched(keeping, wish))) for keeping in sums]
    return [each for each in found if each.items]


def erase(place: Place, wish: Wish, *, at: datetime) -> list[Receipt]:
    """Take it all in one unit of work, tell nodes at work, and return a receipt for each kind.

    Raises: StorageError, and then nothing is gone.
    """
    journal = place.journal
    receipts = []
    with journal.vault.unit():
        for each in doomed(place, wish):
            gone = [record_id for item in each.items for record_id in item.forget(at)]
            rule = replace(each.keeping.rule, because=ON_REQUEST)
            said = deletion(each.items, rule, count=len(gone), at=at)
            receipts.append(journal.receipts.append(said, gone))
        journal.erasures.append(wish.since.timestamp(), wish.until.timestamp(), at.timestamp())
    return receipts


def released_epochs(place: Place, wish: Wish) -> int:
    """Return how many epochs of the interval have gone through the door and stay."""
    since_s, until_s = (wish.since - LONGEST_TRACK).timestamp(), wish.until.timestamp()
    spans = [(entry.start_s, entry.end_s) for entry in place.journal.ledger.all()]
    return sum(start_s < until_s and end_s > since_s for start_s, end_s in spans)


def _touched(keeping: Keeping, wish: Wish) -> Iterator[Item]:
    since = wish.since - LONGEST_TRACK
    return (item for item in keeping.items() if item.touches(since, wish.until))


def _of_camera(place: Place, kind: Kind, camera: str) -> Keeping:
    """The vault's periods in which the camera saw anybody; to forget one leaves what the others saw."""
    held_in = place.journal.vault
    keeping = vault(place, kind)

    def forget(held: HeldKey, _at: datetime) -> list[bytes]:
        held_in.shred_camera(held, camera)
        return [held.key_id]

    def items() -> list[Item]:
        seen = [(held, held_in.cameras(held)[camera]) for held in held_in.held() if held.period.kind == kind]
        return [
            replace(item, count=count, forget=partial(forget, held))
            for item, (held, count) in zip(keeping.items(), seen, strict=True)
            if count
        ]

    return replace(keeping, items=items)
