"""The store's durable memory: one SQLite file, written in units that survive a kill at any moment.

A report passes three commit points: its noise is drawn and its price written (release/close.py), it is sealed
into the outbox (uplink/report.py), its last answer is written and its bytes forgotten (uplink/courier.py).
After a kill between two of them nothing is drawn or sealed again; at most the same bytes are sent again.
"""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from edge_node.storage.contributions import Contributions
from edge_node.storage.database import connect, told, unit
from edge_node.storage.erasures import Erasures
from edge_node.storage.learn_ledger import LearnLedger, PaidRound
from edge_node.storage.ledger import Ledger
from edge_node.storage.outbox import Outbox, Outcome
from edge_node.storage.receipts import Receipts
from edge_node.storage.store_key import StoreKey
from edge_node.storage.sums import OpenSum, Sums
from edge_node.storage.time_mark import KeptTime
from edge_node.storage.vault import Vault
from privacy.accountant import Charged, Refused, Span
from privacy.randomness import Random


class Journal:
    """One connection to the journal; belongs to the thread that made it, other processes have their own."""

    def __init__(
        self, path: Path, *, credential: bytes | None = None, random: Random = secrets.token_bytes
    ) -> None:
        self._connection = connect(path)
        self.sums = Sums(self._connection)
        self.ledger = Ledger(self._connection)
        self.contributions = Contributions(self._connection)
        self.sealed = Outbox(self._connection)
        self.erasures = Erasures(self._connection)
        self.rounds = LearnLedger(self._connection)
        self.receipts = Receipts(self._connection, random)
        self.time = KeptTime(self._connection)
        store = StoreKey(path.parent / "keys", credential=credential, random=random)
        self.vault = Vault(self._connection, store, random)

    def unit(self) -> AbstractContextManager[None]:
        """Open a unit of work: everything inside is written in one transaction, or nothing of it."""
        return unit(self._connection)

    def paid(self, start_s: int, end_s: int) -> list[Span]:
        """Return what tracks confirmed in [start_s, end_s) have paid, at the door and for learning."""
        left = self.ledger.overlapping(start_s, end_s)
        learnt = self.rounds.overlapping(start_s, end_s)
        return [*(entry.span for entry in left), *(paid.span for paid in learnt)]

    def charge_round(self, asked: PaidRound, *, share: Fraction) -> Charged | Refused:
        """Write the round if learning's share and the tracks' total cover it; call inside a unit of work."""
        span = asked.span
        left = self.ledger.overlapping(span.start_s, span.end_s)
        return self.rounds.charge(asked, share=share, paid_elsewhere=[entry.span for entry in left])

    def add(self, additions: Sequence[OpenSum]) -> list[OpenSum]:
        """Add all of them in one unit; return those that came too late or under other terms, and were not."""
        with self.unit():
            return [addition for addition in additions if not self.sums.add(addition)]

    def outbox(self) -> Iterator[tuple[bytes, str, bytes]]:
        """Yield (report id, role, envelope bytes) of everything not yet acknowledged, oldest first."""
        for sealed in self.sealed.waiting():
            yield sealed.report_id, sealed.role, sealed.envelope

    def acknowledge(self, report_id: bytes, role: str, outcome: str, at: datetime) -> None:
        """Record that the role will never need these bytes again, and forget them."""
        self.acknowledge_all([Outcome(report_id, role, outcome, at)])

    def acknowledge_all(self, outcomes: Sequence[Outcome]) -> None:
        """Record several outcomes in one unit."""
        with self.unit():
            for outcome in outcomes:
                self.sealed.conclude(outcome)

    def claim(self) -> None:
        """Keep everybody else out until it is closed.

        Raises: StorageError when another process has it open.
        """
        with told():
            self._connection.execute("PRAGMA busy_timeout = 500")
            self._connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
            self._connection.execute("BEGIN EXCLUSIVE")
            self._connection.execute("COMMIT")

    def scrub(self) -> None:
        """Fold the write-ahead log into the file and empty it: what was deleted is gone from both."""
        with told():
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
