"""This aggregator's sealing keys: a fresh one each month, destroyed 35 days after its last day.

The public half of each is a row, the private half a file in the home.
Source: shared/wire/PROTOCOL.md §10, §14.4.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from aggregator.audit.entry import moment
from aggregator.audit.log import note
from aggregator.home import Home
from aggregator.tables import HpkeKeyRow
from privacy.key_list import GRACE, sign_key_list
from privacy.keys import HpkePrivateKey
from privacy.randomness import Random
from shared.ids import KeyId
from shared.schemas.keys import KeyEntry, SignedKeyList
from shared.wire.codec import Role

VALID_FOR: Final = timedelta(days=38)
"""A month and a week: edges that fetch the list once a week never meet a gap."""
RENEW_WITHIN: Final = timedelta(days=8)
"""A key this close to its end gets a successor, so keys change monthly."""


@dataclass(slots=True)
class Keyring:
    """The sealing keys of one home; private keys are read from disk once."""

    home: Home
    _held: dict[KeyId, HpkePrivateKey] = field(default_factory=dict)

    def private(self, session: Session, key_id: str, now: datetime) -> HpkePrivateKey | None:
        """Return the key while shares sealed to it may be opened: until 35 days past its last day."""
        row = session.get(HpkeKeyRow, key_id)
        if row is None or row.destroyed_at is not None or now > row.not_after + GRACE:
            return None
        known = KeyId(row.key_id)
        if known not in self._held:
            key = self.home.hpke(known)
            if key is None:
                return None
            self._held[known] = key
        return self._held[known]

    def rotate(self, session: Session, now: datetime, random: Random) -> KeyId:
        """Add a fresh key that is valid from now on; edges pick it because it expires last."""
        key = HpkePrivateKey.generate(random)
        self.home.keep_hpke(key)
        public = key.public_key
        session.add(
            HpkeKeyRow(
                key_id=public.key_id,
                mlkem=public.mlkem,
                x25519=public.x25519,
                not_before=now,
                not_after=now + VALID_FOR,
            )
        )
        said = {"event": "sealing key made", "not_after": moment(now + VALID_FOR)}
        note(session, "key_event", public.key_id, said, at=now)
        return public.key_id

    def rotate_when_due(self, session: Session, now: datetime, random: Random) -> KeyId | None:
        """Add a fresh key when none outlives the next eight days."""
        lasting = select(HpkeKeyRow.key_id).where(col(HpkeKeyRow.not_after) > now + RENEW_WITHIN)
        return None if session.exec(lasting).first() else self.rotate(session, now, random)

    def destroy_expired(self, session: Session, now: datetime) -> list[KeyId]:
        """Delete the private halves whose 35 days are over; return their ids."""
        over = select(HpkeKeyRow).where(
            col(HpkeKeyRow.destroyed_at).is_(None), col(HpkeKeyRow.not_after) < now - GRACE
        )
        destroyed = []
        for row in session.exec(over).all():
            key_id = KeyId(row.key_id)
            self.home.destroy_hpke(key_id)
            self._held.pop(key_id, None)
            row.destroyed_at = now
            session.add(row)
            note(session, "key_event", key_id, {"event": "sealing key destroyed"}, at=now)
            destroyed.append(key_id)
        return destroyed


def published(session: Session, now: datetime) -> tuple[KeyEntry, ...]:
    """Return the keys that can be sealed to now or later, oldest first."""
    valid = select(HpkeKeyRow).where(col(HpkeKeyRow.destroyed_at).is_(None), col(HpkeKeyRow.not_after) >= now)
    rows = sorted(session.exec(valid).all(), key=lambda row: row.not_before)
    return tuple(to_entry(row) for row in rows[-24:])


def signed_list(session: Session, role: Role, home: Home, now: datetime) -> SignedKeyList:
    """Return what ``GET /v1/keys`` answers."""
    return sign_key_list(role, published(session, now), issued_at=now, root=home.root())


def to_entry(row: HpkeKeyRow) -> KeyEntry:
    """Return the row as it stands in a key list."""
    return KeyEntry(
        key_id=row.key_id,
        mlkem=row.mlkem.hex(),
        x25519=row.x25519.hex(),
        not_before=row.not_before,
        not_after=row.not_after,
    )
