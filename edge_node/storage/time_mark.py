"""The latest moment that has certainly come in this home: written at every sweep, read by the next."""

import sqlite3
from datetime import UTC, datetime

from shared.elapsed import TimeMark, Uptime


class KeptTime:
    """The one row of the time mark; writing belongs inside a unit of work."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def read(self) -> TimeMark | None:
        """Return the mark, None before the first sweep."""
        row = self._connection.execute("SELECT at_s, boot_id, uptime_s FROM time_mark").fetchone()
        if row is None:
            return None
        at_s, boot_id, uptime_s = row
        return TimeMark(datetime.fromtimestamp(at_s, UTC), Uptime(boot_id, uptime_s))

    def write(self, mark: TimeMark) -> None:
        """Replace the mark."""
        self._connection.execute("DELETE FROM time_mark")
        self._connection.execute(
            "INSERT INTO time_mark VALUES (?, ?, ?)",
            (mark.at.timestamp(), mark.uptime.boot_id, mark.uptime.seconds),
        )
