"""Pairing secrets: given out once, kept as a keyed hash, void after one use, 24 hours or five wrong guesses.

A request carries no code's name, so a wrong guess counts against every open code. A secret that was used or
has run out is not a guess: who holds it was given it.
Source: shared/wire/PROTOCOL.md §12.
"""

import hmac
from datetime import datetime

from sqlmodel import Session, col, select

from aggregator.tables import PairingCodeRow
from privacy.randomness import Random
from shared.ids import EdgeId, SiteId
from shared.wire.pairing import SECRET_LIFETIME, SECRET_TRIES, new_secret


def give_out(session: Session, *, site_id: SiteId, pepper: bytes, now: datetime, random: Random) -> str:
    """Return a fresh secret for the site (empty at the helper); only its hash stays."""
    secret = new_secret(random)
    session.add(PairingCodeRow(mac=_mac(pepper, secret), site_id=site_id, expires_at=now + SECRET_LIFETIME))
    return secret


def redeem(
    session: Session, secret: str, edge_id: EdgeId, *, pepper: bytes, now: datetime
) -> PairingCodeRow | None:
    """Return the code the secret opens and mark it used; None when it opens none.

    The same edge may redeem its code again, for the case that the first answer was lost.
    """
    wanted = _mac(pepper, secret)
    rows = session.exec(select(PairingCodeRow)).all()
    matching = [row for row in rows if hmac.compare_digest(row.mac, wanted)]
    if not matching:
        _count_guess(session, now)
        return None
    row = matching[-1]
    if not (is_open(row, now) or (row.used_at is not None and row.edge_id == edge_id)):
        return None
    row.used_at, row.edge_id = row.used_at or now, edge_id
    session.add(row)
    return row


def is_open(row: PairingCodeRow, now: datetime) -> bool:
    """True while the code can be used."""
    return row.used_at is None and now < row.expires_at and row.tries < SECRET_TRIES


def _count_guess(session: Session, now: datetime) -> None:
    unused = select(PairingCodeRow).where(
        col(PairingCodeRow.used_at).is_(None), col(PairingCodeRow.expires_at) > now
    )
    for row in session.exec(unused).all():
        row.tries += 1
        session.add(row)


def _mac(pepper: bytes, secret: str) -> bytes:
    return hmac.digest(pepper, secret.encode(), "sha256")
