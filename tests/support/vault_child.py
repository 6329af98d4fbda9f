"""A node that keeps records, forgets the older ones and is killed keeping more: ``HOME MODE BEFORE``.

MODE ``shredding`` is the product; ``deleting`` only deletes rows, as a database does by itself. The home as
it was before it forgot anything is copied to BEFORE.
"""

import os
import shutil
import signal
import sqlite3
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from edge_node.storage.journal import Journal
from edge_node.storage.vault import Record

OLD_S = range(0, 1_800, 300)
NEW_S = range(1_800, 3_600, 300)
RECORDS = 4
"""In each period of five minutes."""


def main(root: Path, mode: str, before: Path) -> None:
    """Fill, forget what is older than the first hour, go on keeping, and die without a word."""
    journal = Journal(root / "journal.sqlite3")
    for start_s in (*OLD_S, *NEW_S):
        keep(journal, start_s)
    shutil.copytree(root, before)
    if mode == "shredding":
        with journal.vault.unit():
            for held in journal.vault.held():
                if held.period.start_s < NEW_S.start:
                    journal.vault.shred(held.key_id)
    else:
        delete_rows(root / "journal.sqlite3")
    keep(journal, NEW_S.stop)
    with journal.unit():
        os.kill(os.getpid(), signal.SIGKILL)


def keep(journal: Journal, start_s: int) -> None:
    """Keep a period's records."""
    with journal.vault.unit():
        for number in range(RECORDS):
            journal.vault.keep(
                "tracks",
                Record("door", f"somebody {start_s} {number}".encode() * 4),
                at_s=start_s,
                keep_for=timedelta(hours=1),
            )


def delete_rows(path: Path) -> None:
    """Do what a database does when it is told to delete, and nothing more."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA secure_delete = OFF")
        old = f"SELECT key_id FROM vault_keys WHERE start_s < {NEW_S.start}"  # noqa: S608  # a number of this file
        connection.execute(f"DELETE FROM vault_records WHERE key_id IN ({old})")  # noqa: S608  # the same
        connection.execute(f"DELETE FROM vault_keys WHERE start_s < {NEW_S.start}")  # noqa: S608  # the same


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
