"""Forgetting: an exact sum whose epoch nobody takes any more is deleted, whatever kept it at the door."""

import logging
from datetime import datetime
from zoneinfo import ZoneInfo

from edge_node.release.schedule import WINDOW
from edge_node.storage.journal import Journal
from shared.epoch import Level, bounds
from shared.ids import TaskId

_LEVELS: dict[str, Level] = {"hour": "hour", "day": "day", "week": "week"}
_log = logging.getLogger(__name__)


def forget_expired(journal: Journal, zone: ZoneInfo, now: datetime) -> int:
    """Delete the open sums of epochs that ended more than WINDOW ago; return how many there were."""
    with journal.unit():
        expired = [key for key in journal.sums.epochs() if _has_expired(*key, zone, now)]
        for key in expired:
            journal.sums.delete(*key)
    if expired:
        journal.scrub()
        _log.warning("sums that never went through the door were forgotten", extra={"count": len(expired)})
    return len(expired)


def _has_expired(task_id: TaskId, epoch: int, zone: ZoneInfo, now: datetime) -> bool:
    level = _LEVELS[task_id.split(".")[1]]
    return bounds(epoch, level, zone)[1] + WINDOW < now
