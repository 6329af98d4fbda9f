"""What an aggregator forgets: first of all at start-up, every five minutes while serving, or by hand.

Every kind is swept in a transaction of its own, with its receipt and its entry of the audit log; one that
fails stops no other. Nothing is kept because nobody asked.
"""

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from aggregator.audit.checkpoints import thin
from aggregator.database import leave_no_copies, reading, writing
from aggregator.errors import AggregatorError
from aggregator.hub import Hub
from aggregator.retention.kind import Forgotten, Kind
from aggregator.retention.kinds import kinds
from aggregator.retention.receipts import keep
from aggregator.retention.time_mark import move_on
from policies.schema import PolicyBundle
from privacy.receipts import Receipt

SWEEP_EVERY: Final = timedelta(minutes=5)
"""Three sweeps fit into the quarter of an hour that nothing may outlive its rule by."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Swept:
    """What one sweep did."""

    at: datetime
    """Which time it was here: never earlier than at the sweep before."""
    forgotten: dict[str, int] = field(default_factory=dict)
    """How much of each kind; kinds of which nothing was over are left out."""
    receipts: list[Receipt] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    """Kinds that could not be swept, and why; the next sweep tries again."""

    def to_json(self) -> dict[str, object]:
        """Return it as the command prints it."""
        return {
            "at": self.at.isoformat(timespec="seconds"),
            "forgotten": self.forgotten,
            "receipts": len(self.receipts),
            "failed": self.failed,
        }


def sweep(hub: Hub) -> Swept:
    """Forget everything whose time is over.

    Raises: DatabaseError when not even the time can be noted.
    """
    with writing(hub.engine) as session:
        swept = Swept(move_on(session, hub.clock.now(), hub.uptime.read()).at)
    with reading(hub.engine) as session:
        found = kinds(hub, session, newest_first(hub, session))
    for kind in found:
        try:
            _sweep_kind(hub, kind, swept)
        except (SQLAlchemyError, AggregatorError, OSError) as error:
            swept.failed[kind.rule.kind] = str(error)
            _log.warning("not swept: %s", error, extra={"problem": kind.rule.kind})
    with writing(hub.engine) as session:
        thin(session, swept.at)
    if swept.forgotten:
        leave_no_copies(hub.engine)
    return swept


def newest_first(hub: Hub, session: Session) -> list[PolicyBundle]:
    """Return every policy known here, the newest first."""
    known = hub.policies.refresh(session).values()
    return [adopted.bundle for adopted in sorted(known, key=lambda one: -one.version)]


def _sweep_kind(hub: Hub, kind: Kind, swept: Swept) -> None:
    with writing(hub.engine) as session:
        gone = kind.forget(session, swept.at)
        receipt = keep(session, kind.rule, gone, hub.random) if isinstance(gone, Forgotten) else None
    count = gone if isinstance(gone, int) else len(gone.ids)
    if count:
        swept.forgotten[kind.rule.kind] = count
        _log.info("forgotten", extra={"status": kind.rule.kind, "count": count})
    if receipt is not None:
        swept.receipts.append(receipt)
