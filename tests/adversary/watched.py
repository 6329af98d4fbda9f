"""An aggregator's database under somebody's eyes who writes nothing: what changed, whoever changed it."""

import hashlib
import sqlite3

from aggregator.hub import Hub

COUNTERS = ("refusals", "decisions")
"""How often what was refused: the only trace that a refusal may leave."""


class Watched:
    """One aggregator's database, as somebody reads it who writes nothing."""

    def __init__(self, hub: Hub) -> None:
        self._database = sqlite3.connect(hub.home.path / "hub.sqlite3")
        self._version = -1
        self._state: dict[str, bytes] = {}

    def state(self) -> dict[str, bytes]:
        """Return a digest of every table but the counters; read anew when anybody has written."""
        (version,) = self._database.execute("PRAGMA data_version").fetchone()
        if version != self._version:
            found = self._database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            self._version = version
            self._state = {
                name: hashlib.sha256(repr(_rows(self._database, name)).encode()).digest()
                for (name,) in found
                if name not in COUNTERS
            }
        return self._state

    def close(self) -> None:
        """Close the connection."""
        self._database.close()


def _rows(database: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    """Return every row; how often a wrong secret was tried is a counter too."""
    cursor = database.execute(f"SELECT * FROM {table}")  # noqa: S608 - a name of the database's own
    names = [column[0] for column in cursor.description]
    return [tuple(v for n, v in zip(names, row, strict=True) if n != "tries") for row in cursor]
