"""A sweep: everything whose life is over is forgotten, kind by kind, its receipt in the same unit of work."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from edge_node.errors import StorageError
from edge_node.retention.keeping import Keeping, deletion
from edge_node.storage.journal import Journal
from privacy.receipts import Receipt
from shared.elapsed import TimeMark, Uptime, advance

SWEEP_EVERY: Final = timedelta(minutes=5)
"""Three sweeps fit into the quarter of an hour that nothing may outlive its rule by."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Swept:
    """What one sweep did."""

    at: datetime
    """Which time it was in this home: never earlier than at the sweep before."""
    receipts: list[Receipt] = field(default_factory=list)
    """One for every kind of which something was forgotten."""
    failed: dict[str, str] = field(default_factory=dict)
    """Kinds that could not be swept, and why; the next sweep tries again."""


def sweep(journal: Journal, kinds: Iterable[Keeping], *, now: datetime, uptime: Uptime) -> Swept:
    """Forget everything whose life is over by this home's time, which a clock set back does not turn back.

    Raises: StorageError when not even the time can be noted.
    """
    swept = Swept(note_time(journal, now, uptime).at)
    for keeping in kinds:
        try:
            _sweep_kind(journal, keeping, swept)
        except StorageError as error:
            swept.failed[keeping.rule.kind] = str(error)
            _log.warning("not swept: %s", error, extra={"problem": keeping.rule.kind})
    if swept.receipts:
        journal.scrub()
    for receipt in swept.receipts:
        _log.info("forgotten", extra={"status": receipt.deletion.kind})
    return swept


def note_time(journal: Journal, now: datetime, uptime: Uptime) -> TimeMark:
    """Move this home's time on to what clock and uptime say, keep it, and return it."""
    with journal.unit():
        mark = advance(journal.time.read(), now, uptime)
        journal.time.write(mark)
    return mark


def _sweep_kind(journal: Journal, keeping: Keeping, swept: Swept) -> None:
    if not any(item.expires_at <= swept.at for item in keeping.items()):
        return
    with keeping.unit():
        over = [item for item in keeping.items() if item.expires_at <= swept.at]
        gone = [record_id for item in over for record_id in item.forget(swept.at)]
        if gone:
            said = deletion(over, keeping.rule, count=len(gone), at=swept.at)
            receipt = journal.receipts.append(said, gone)
    if gone:
        swept.receipts.append(receipt)
