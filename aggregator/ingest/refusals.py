"""Refusals, counted per minute and problem: what is known about messages nobody can be named for."""

from collections import Counter
from datetime import datetime

from sqlmodel import Session

from aggregator.tables import RefusalRow
from shared.wire.problems import ProblemName


def count(session: Session, problems: Counter[ProblemName], now: datetime) -> None:
    """Add the refusals to the minute's counters."""
    minute = now.replace(second=0, microsecond=0)
    for problem, refused in problems.items():
        row = session.get(RefusalRow, (minute, problem)) or RefusalRow(
            minute=minute, problem=problem, refused=0
        )
        row.refused += refused
        session.add(row)
