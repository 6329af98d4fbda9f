"""What was erased while a node is at work: dropped from memory, and nobody of that time is counted again.

A person of the interval was confirmed up to T_max before it, so sums of every epoch in which such a person
can have been counted are dropped whole.
"""

from datetime import datetime, timedelta
from typing import Final

from edge_node.observations import Track
from edge_node.storage.erasures import Erasure
from edge_node.storage.journal import Journal

LONGEST_TRACK: Final = timedelta(minutes=30)
"""T_max, the longest that any policy allows (policies/schema.py: track_cut_minutes)."""


class ErasedTime:
    """The erased intervals that one process knows of; it learns of new ones when it writes."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._known = journal.erasures.after(0)
        self._seen = self._known[-1].sequence if self._known else 0

    def holds(self, track: Track) -> bool:
        """True when the person was there at an erased moment."""
        return self.touches(float(track.t_s[0]), float(track.t_s[-1]))

    def touches(self, first_s: float, last_s: float) -> bool:
        """True when any moment from the first to the last, unix seconds, was erased."""
        return any(one.since_s <= last_s and first_s < one.until_s for one in self._known)

    def learn(self) -> list[Erasure]:
        """Return what was erased since it was last asked; belongs inside a unit of work."""
        fresh = self._journal.erasures.after(self._seen)
        if fresh:
            self._known += fresh
            self._seen = fresh[-1].sequence
        return fresh


def drops(erasure: Erasure, start: datetime, end: datetime) -> bool:
    """True when what was counted for the epoch [start, end) may hold somebody of the erased interval."""
    since_s = erasure.since_s - LONGEST_TRACK.total_seconds()
    return start.timestamp() < erasure.until_s and end.timestamp() > since_s
