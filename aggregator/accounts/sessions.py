"""Sessions: eight hours from the sign-in, known here only by the hash of a token the browser holds."""

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Engine
from sqlmodel import Session, col, delete, select

from aggregator.accounts.matrix import ROLES
from aggregator.accounts.person import HERE, Person
from aggregator.accounts.store_groups import sites_of
from aggregator.accounts.tables import AccountGroupRow, AccountRow, SessionRow, Stage
from aggregator.database import reading
from privacy.randomness import Random
from shared.clock import Clock

FULL_FOR: Final = timedelta(hours=8)
HALF_FOR: Final = timedelta(minutes=10)
"""How long a person has for the second step."""
_TOKEN_BYTES: Final = 32

WhoIs = Callable[[str], Person | None]
"""From a session's token to its person; None when nobody signed in, `HERE` when the home has no account."""


def begin(session: Session, account_id: int, stage: Stage, now: datetime, random: Random) -> str:
    """Begin a session and return its token, which is kept nowhere here."""
    token = random(_TOKEN_BYTES).hex()
    lasts = FULL_FOR if stage == "full" else HALF_FOR
    session.add(
        SessionRow(
            token_hash=token_hash(token),
            account_id=account_id,
            stage=stage,
            began_at=now,
            ends_at=now + lasts,
        )
    )
    session.flush()
    return token


def account_at(session: Session, token: str, stage: Stage, now: datetime) -> AccountRow | None:
    """Return the account of a session that has come to just this stage; None for an ended or disabled one."""
    row = session.get(SessionRow, token_hash(token)) if token else None
    if row is None or row.stage != stage or row.ends_at <= now:
        return None
    account = session.get(AccountRow, row.account_id)
    return account if account is not None and account.disabled_at is None else None


def end(session: Session, token: str) -> None:
    """Forget one session."""
    session.exec(delete(SessionRow).where(col(SessionRow.token_hash) == token_hash(token)))


def end_all(session: Session, account_id: int, *, but: str = "") -> int:
    """Forget every session of the account, but the one of the token given; return how many."""
    kept = token_hash(but) if but else b""
    rows = session.exec(select(SessionRow).where(SessionRow.account_id == account_id)).all()
    ended = [row for row in rows if row.token_hash != kept]
    for row in ended:
        session.delete(row)
    session.flush()
    return len(ended)


def who_is(engine: Engine, clock: Clock, *, has_oidc: bool) -> WhoIs:
    """Return the function that the guard asks; with OIDC set up there is somebody who could sign in."""

    def who(token: str) -> Person | None:
        with reading(engine) as session:
            account = account_at(session, token, "full", clock.now())
            if account is not None:
                return person_of(session, account, token)
            is_open = not has_oidc and session.exec(select(AccountRow.account_id).limit(1)).first() is None
        return HERE if is_open else None

    return who


def person_of(session: Session, account: AccountRow, token: str) -> Person | None:
    """Return the account as a person; None for a role that this release does not know."""
    if account.role not in ROLES or account.account_id is None:
        return None
    given = select(AccountGroupRow.group_name).where(AccountGroupRow.account_id == account.account_id)
    names = frozenset(session.exec(given).all())
    return Person(
        name=account.name,
        role=account.role,
        groups=names,
        sites=sites_of(session, names),
        account_id=account.account_id,
        form_token=form_token(token),
    )


def form_token(token: str) -> str:
    """Return what the forms of a session carry: only who holds the session's token can make it."""
    return hmac.new(token.encode(), b"shoal/1 form", hashlib.sha256).hexdigest()


def token_hash(token: str) -> bytes:
    """Return how a token is kept: SHA-256, 32 bytes; the token itself has 256 bits of its own."""
    return hashlib.sha256(token.encode()).digest()
