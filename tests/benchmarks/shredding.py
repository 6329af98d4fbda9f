"""Copies of a deleted row that SQLite leaves, by how it deletes: ``python -m tests.benchmarks.shredding``.

Keys of 60 bytes are written one by one beside others, half of them are deleted, and the files are searched.
"""

import json
import secrets
import sqlite3
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from tests.support.carving import image_of, places

ROWS = 400
_TAIL = 40
"""What is looked for: a free cell's first bytes are overwritten, a thief does with the rest."""


@dataclass(frozen=True, slots=True)
class Way:
    """How rows are deleted."""

    secure_delete: bool
    truncates_log: bool
    vacuums: bool


def copies(way: Way) -> float:
    """Return how many copies of a deleted row are left, on average."""
    with tempfile.TemporaryDirectory() as folder:
        rows = [secrets.token_bytes(60) for _ in range(ROWS)]
        with closing(sqlite3.connect(Path(folder) / "keys.sqlite3", isolation_level=None)) as connection:
            _write(connection, rows, way)
            image = image_of(Path(folder))
        return sum(len(places(image, row[-_TAIL:])) for row in rows[::2]) / (ROWS / 2)


def _write(connection: sqlite3.Connection, rows: list[bytes], way: Way) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA secure_delete = {'ON' if way.secure_delete else 'OFF'}")
    connection.execute("CREATE TABLE held (key_id BLOB PRIMARY KEY, wrapped BLOB)")
    for row in rows:
        connection.execute("INSERT INTO held VALUES (?, ?)", (row[:16], row))
    connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    connection.executemany("DELETE FROM held WHERE key_id = ?", [(row[:16],) for row in rows[::2]])
    if way.vacuums:
        connection.execute("VACUUM")
    if way.truncates_log:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def main() -> None:
    """Print every way and what it leaves."""
    found = [(Way(*choice), copies(Way(*choice))) for choice in product((False, True), repeat=3)]
    if "--json" in sys.argv:
        print(json.dumps([{**_named(way), "copies": left} for way, left in found]))
        return
    for way, left in found:
        words = ", ".join(name for name, chosen in _named(way).items() if chosen) or "plain delete"
        print(f"{left:6.2f} copies of a deleted row: {words}")


def _named(way: Way) -> dict[str, bool]:
    return {
        "secure_delete": way.secure_delete,
        "truncated log": way.truncates_log,
        "vacuum": way.vacuums,
    }


if __name__ == "__main__":
    main()
