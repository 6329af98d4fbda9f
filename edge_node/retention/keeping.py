"""One kind of data that a node keeps: what is there, when each part's life ends, and how it is forgotten."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from policies.retention import Held, Rule
from privacy.receipts import Deletion


@dataclass(frozen=True, slots=True)
class Item:
    """What can only be forgotten together: a period of the vault, an epoch's sum, a row."""

    name: str
    """What a person would call it: a task, a kind."""
    count: int
    """Records in it."""
    data_from: datetime
    """First moment they are of, UTC."""
    data_until: datetime
    """Moment behind the last."""
    expires_at: datetime
    """From then on it may be there no longer."""
    forget: Callable[[datetime], Sequence[bytes]]
    """Deletes it and returns the ids of what was deleted; called with the moment, inside its keeping's unit.

    Of the vault these are ids of keys, not of records: a receipt must not tell how many people there were.
    """

    def touches(self, since: datetime, until: datetime) -> bool:
        """True when some of its time lies in [since, until)."""
        return self.data_from < until and self.data_until > since


@dataclass(frozen=True, slots=True)
class Keeping:
    """One kind of data, its rule, and where its items are."""

    rule: Rule
    items: Callable[[], Sequence[Item]]
    """What is there now."""
    unit: Callable[[], AbstractContextManager[None]]
    """Opens the unit of work in which items are forgotten and their receipt is written."""
    is_readable: Callable[[], bool] = lambda: True


def held(keeping: Keeping) -> Held:
    """Return what is there, as the retention table shows it."""
    items = keeping.items()
    if not items:
        return Held()
    oldest_at = min(item.data_from for item in items)
    keep_for = keeping.rule.keep_for
    lives_from = oldest_at if keep_for is None else min(item.expires_at for item in items) - keep_for
    return Held(sum(item.count for item in items), lives_from, keeping.is_readable(), oldest_at)


def deletion(items: Iterable[Item], rule: Rule, *, count: int, at: datetime) -> Deletion:
    """Return what a receipt says of items that were forgotten."""
    spans = [(item.data_from, item.data_until) for item in items]
    return Deletion(
        kind=rule.kind,
        count=count,
        data_from=min(first for first, _ in spans),
        data_until=max(until for _, until in spans),
        rule=rule.because,
        at=at,
    )
