"""The vault: what personal data a node keeps longer than its memory does, encrypted, and shredded key by key.

A record stands under the key of its period (period_keys.py), which stands wrapped under the store key
(store_key.py). To forget is to delete the key, to make a new store key, to wrap the surviving keys under it
and to overwrite; the records' own rows go with it. What lies in clear is which period a record belongs to,
and for which purposes the period is kept.
"""

import sqlite3
import struct
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from edge_node.storage.database import told, unit
from edge_node.storage.period_keys import KEY_BYTES, Kind, Period, period_of, seal, unseal
from edge_node.storage.store_key import StoreKey, key_id_of
from privacy.randomness import Random

_ID_BYTES = 16


@dataclass(frozen=True, slots=True, repr=False)
class Record:
    """One piece of personal data, and the camera that saw it."""

    camera: str
    payload: bytes


@dataclass(frozen=True, slots=True, repr=False)
class Stored:
    """A record as it was found."""

    record_id: bytes
    period: Period
    record: Record


@dataclass(frozen=True, slots=True)
class HeldKey:
    """A period key and how much it opens."""

    key_id: bytes
    period: Period
    count: int
    """Records under it."""


class Vault:
    """The tables of period keys and records; belongs to the connection's thread."""

    def __init__(self, connection: sqlite3.Connection, store: StoreKey, random: Random) -> None:
        self._connection = connection
        self._store = store
        self._random = random
        self._has_shredded = False

    @contextmanager
    def unit(self) -> Iterator[None]:
        """Everything inside is done in one transaction, or nothing of it; what it forgot is then overwritten.

        Raises: StorageError for whatever SQLite or the disk reports.
        """
        self._has_shredded = False
        with unit(self._connection):
            self._settle()
            yield
            if self._has_shredded:
                self._rotate()
        with unit(self._connection):
            self._settle()
        with told():
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def keep(
        self, kind: Kind, record: Record, *, at_s: float, keep_for: timedelta, grounds: Iterable[str] = ()
    ) -> bytes | None:
        """Encrypt and write the record; return its id, None when it may not be kept or no key can be had.

        grounds: under which a window is kept (policies.training.ground_of); without one nothing uses it.
        Bound: it lives for 11/12 of ``keep_for`` at least, and never longer than it. Call inside ``unit``.
        """
        if keep_for < timedelta(seconds=1):
            return None
        found = self._key_for(period_of(kind, at_s, keep_for, grounds))
        if found is None:
            return None
        key_id, key = found
        record_id = self._random(_ID_BYTES)
        self._connection.execute(
            "INSERT INTO vault_records VALUES (?, ?, ?)",
            (record_id, key_id, self._sealed(record, record_id, key_id, key)),
        )
        return record_id

    def held(self) -> list[HeldKey]:
        """Return every period key, oldest period first; readable without any key."""
        rows = self._connection.execute(
            "SELECT key_id, kind, start_s, keep_s, grounds, (SELECT count(*) FROM vault_records r WHERE"
            " r.key_id = k.key_id) FROM vault_keys k ORDER BY start_s, kind, keep_s, grounds"
        )
        return [
            HeldKey(key_id, Period(kind, start, keep, tuple(grounds.split())), count)
            for key_id, kind, start, keep, grounds, count in rows
        ]

    def records(self, kind: Kind, only: Callable[[Period], bool] = lambda _: True) -> list[Stored]:
        """Return every record of the kind that can be read, oldest period first; of such periods only."""
        wanted = [held for held in self.held() if held.period.kind == kind and only(held.period)]
        return [stored for held in wanted for stored in self._under(held)]

    def cameras(self, held: HeldKey) -> Counter[str]:
        """Return how many readable records each camera has in the period."""
        return Counter(stored.record.camera for stored in self._under(held))

    @property
    def is_readable(self) -> bool:
        """True when the store key in force is at hand, or nothing has been kept yet."""
        return self._store_key_id() is None or self._store_key() is not None

    def shred(self, key_id: bytes) -> None:
        """Forget the key and all records under it. Call inside ``unit``.

        The unit ends with a new store key; while the old one is missing, surviving keys stay as they are.
        """
        self._delete(key_id)

    def shred_camera(self, held: HeldKey, camera: str) -> int:
        """Forget what the camera saw in the period; the other cameras' records go under a fresh key.

        Return how many records were forgotten. Call inside ``unit``, with a readable vault.
        """
        found = self._under(held)
        survivors = [stored for stored in found if stored.record.camera != camera]
        if len(survivors) < len(found):
            self._delete(held.key_id)
            self._put(held.period, survivors)
        return len(found) - len(survivors)

    def destroy(self) -> None:
        """Destroy the store key: nothing here can be read any more, whatever is left of the file."""
        self._store.destroy()

    def _under(self, held: HeldKey) -> list[Stored]:
        key = self._unwrapped(held.key_id, held.period)
        if key is None:
            return []
        rows = self._connection.execute(
            "SELECT record_id, sealed FROM vault_records WHERE key_id = ?", (held.key_id,)
        )
        plain = ((record_id, unseal(key, sealed, record_id + held.key_id)) for record_id, sealed in rows)
        return [
            Stored(record_id, held.period, _from_bytes(text)) for record_id, text in plain if text is not None
        ]

    def _sealed(self, record: Record, record_id: bytes, key_id: bytes, key: bytes) -> bytes:
        return seal(key, _to_bytes(record), record_id + key_id, self._random)

    def _key_for(self, period: Period) -> tuple[bytes, bytes] | None:
        """Return id and key of the period, made if missing; None when the store key is not at hand."""
        row = self._connection.execute(
            "SELECT key_id FROM vault_keys WHERE kind = ? AND start_s = ? AND keep_s = ? AND grounds = ?",
            (period.kind, period.start_s, period.keep_s, " ".join(period.grounds)),
        ).fetchone()
        if row is None:
            return self._make_key(period)
        key = self._unwrapped(row[0], period)
        return None if key is None else (row[0], key)

    def _make_key(self, period: Period) -> tuple[bytes, bytes] | None:
        if self._store_key_id() is None:
            self._name(self._store.stage())
        store_key = self._store_key()
        if store_key is None:
            return None
        key_id, key = self._random(_ID_BYTES), self._random(KEY_BYTES)
        wrapped = seal(store_key, key, key_id + period.name, self._random)
        self._connection.execute(
            "INSERT INTO vault_keys VALUES (?, ?, ?, ?, ?, ?)",
            (key_id, period.kind, period.start_s, period.keep_s, " ".join(period.grounds), wrapped),
        )
        return key_id, key

    def _put(self, period: Period, survivors: Collection[Stored]) -> None:
        made = self._make_key(period) if survivors else None
        if made is not None:
            key_id, key = made
            self._connection.executemany(
                "INSERT INTO vault_records VALUES (?, ?, ?)",
                [(s.record_id, key_id, self._sealed(s.record, s.record_id, key_id, key)) for s in survivors],
            )

    def _delete(self, key_id: bytes) -> None:
        self._connection.execute("DELETE FROM vault_records WHERE key_id = ?", (key_id,))
        self._connection.execute("DELETE FROM vault_keys WHERE key_id = ?", (key_id,))
        self._has_shredded = True

    def _unwrapped(self, key_id: bytes, period: Period) -> bytes | None:
        store_key = self._store_key()
        if store_key is None:
            return None
        (wrapped,) = self._connection.execute(
            "SELECT wrapped FROM vault_keys WHERE key_id = ?", (key_id,)
        ).fetchone()
        return unseal(store_key, wrapped, key_id + period.name)

    def _rotate(self) -> None:
        if self._store_key() is None:
            return
        survivors = [(held, self._unwrapped(held.key_id, held.period)) for held in self.held()]
        fresh = self._store.stage()
        for held, key in survivors:
            if key is not None:
                self._connection.execute(
                    "UPDATE vault_keys SET wrapped = ? WHERE key_id = ?",
                    (seal(fresh, key, held.key_id + held.period.name, self._random), held.key_id),
                )
        self._name(fresh)

    def _store_key_id(self) -> bytes | None:
        row = self._connection.execute("SELECT key_id FROM vault_store").fetchone()
        return None if row is None else bytes(row[0])

    def _store_key(self) -> bytes | None:
        key_id = self._store_key_id()
        return None if key_id is None else self._store.find(key_id)

    def _name(self, store_key: bytes) -> None:
        self._connection.execute("DELETE FROM vault_store")
        self._connection.execute("INSERT INTO vault_store VALUES (?)", (key_id_of(store_key),))

    def _settle(self) -> None:
        key_id = self._store_key_id()
        self._store.settle(b"" if key_id is None else key_id)


def _to_bytes(record: Record) -> bytes:
    camera = record.camera.encode()
    return struct.pack(">H", len(camera)) + camera + record.payload


def _from_bytes(text: bytes) -> Record:
    (length,) = struct.unpack_from(">H", text)
    return Record(text[2 : 2 + length].decode(), text[2 + length :])
