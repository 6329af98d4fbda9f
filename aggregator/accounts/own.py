"""One's own account: what it may do, another password, fresh recovery codes, signing out everywhere."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from aggregator.accounts import limits, recovery, sessions
from aggregator.accounts.errors import AccountError
from aggregator.accounts.limits import Wait
from aggregator.accounts.passwords import Passwords, expect_new
from aggregator.accounts.person import Person
from aggregator.accounts.sealed import Seal
from aggregator.accounts.sign_in import REFUSED, WRONG, Wrong
from aggregator.accounts.tables import AccountRow, SessionRow
from aggregator.audit.log import note
from aggregator.audit.refusals import count
from aggregator.database import reading, writing
from shared.clock import Clock


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One session of the account."""

    began_at: datetime
    ends_at: datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """The account as its owner sees it."""

    issuer: str
    recovery_codes_left: int
    sessions: tuple[OwnSession, ...]


@dataclass(frozen=True, slots=True)
class Own:
    """What a person does to their own account; what changes it asks for the password again."""

    engine: Engine
    clock: Clock
    passwords: Passwords
    seal: Seal

    def account(self, who: Person, token: str) -> OwnAccount:
        """Return the account of somebody who signed in with the token."""
        this, now = sessions.token_hash(token), self.clock.now()
        full = select(SessionRow).where(
            SessionRow.account_id == who.account_id, SessionRow.stage == "full", col(SessionRow.ends_at) > now
        )
        with reading(self.engine) as session:
            rows = session.exec(full.order_by(col(SessionRow.began_at))).all()
            return OwnAccount(
                issuer=_row(session, who).issuer,
                recovery_codes_left=recovery.left(session, who.account_id),
                sessions=tuple(OwnSession(row.began_at, row.ends_at, row.token_hash == this) for row in rows),
            )

    def change_password(self, who: Person, current: str, new: str, address: str) -> Wrong | Wait | None:
        """Take another password and end every session, this one too. Raises: AccountError for a weak one."""
        refused = self._confirm(who, current, address)
        if refused is not None:
            return refused
        with reading(self.engine) as session:
            expect_new(self.passwords, _row(session, who).password, new, who.name)
        kept = self.passwords.hash(new)
        with writing(self.engine) as session:
            row = _row(session, who)
            row.password = kept
            session.add(row)
            sessions.end_all(session, who.account_id)
            self._note(session, who, "password changed")
        return None

    def fresh_codes(self, who: Person, current: str, address: str) -> tuple[str, ...] | Wrong | Wait:
        """Return ten recovery codes in place of those there were, to be shown once."""
        refused = self._confirm(who, current, address)
        if refused is not None:
            return refused
        with writing(self.engine) as session:
            self._note(session, who, "recovery codes made")
            return recovery.make(session, who.account_id, self.seal)

    def sign_out(self, who: Person, token: str) -> None:
        """End this session."""
        with writing(self.engine) as session:
            sessions.end(session, token)
            self._note(session, who, "signed out")

    def sign_out_everywhere(self, who: Person) -> int:
        """End every session of the account; return how many there were."""
        with writing(self.engine) as session:
            self._note(session, who, "signed out everywhere")
            return sessions.end_all(session, who.account_id)

    def _confirm(self, who: Person, password: str, address: str) -> Wrong | Wait | None:
        with writing(self.engine) as session:
            row, now = _row(session, who), self.clock.now()
            tried = limits.begin(session, limits.subjects(self.seal, row.subject, address), now)
        if isinstance(tried, Wait):
            return tried
        if not self.passwords.is_right(row.password, password):
            with writing(self.engine) as session:
                count(session, {REFUSED: 1}, now)
            return WRONG
        with writing(self.engine) as session:
            limits.succeed(session, tried)
        return None

    def _note(self, session: Session, who: Person, step: str) -> None:
        note(session, "login", who.name, {"step": step}, at=self.clock.now())


def _row(session: Session, who: Person) -> AccountRow:
    row = session.get(AccountRow, who.account_id)
    if row is None:
        raise AccountError(f"expected the account of {who.name!r}, got none")
    return row
