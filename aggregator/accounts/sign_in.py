"""Signing in, step by step: a password, then a code of the app, then eight hours.

Whoever fails learns that it failed and nothing else: an unknown name, a wrong password and a disabled account
take the same steps and get the same answer.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Engine
from sqlmodel import Session

from aggregator.accounts import limits, recovery, sessions, totp
from aggregator.accounts.directory import find
from aggregator.accounts.errors import AccountError
from aggregator.accounts.limits import Try, Wait
from aggregator.accounts.passwords import Passwords, expect_new
from aggregator.accounts.sealed import Seal
from aggregator.accounts.tables import AccountRow, Stage
from aggregator.audit.log import note
from aggregator.audit.refusals import count
from aggregator.database import reading, writing
from privacy.randomness import Random
from shared.clock import Clock


@dataclass(frozen=True, slots=True)
class Next:
    """A step done: the token of what comes next, and what that asks for."""

    token: str
    stage: Stage


@dataclass(frozen=True, slots=True)
class Wrong:
    """A step that failed; there is nothing more to know."""


@dataclass(frozen=True, slots=True)
class Over:
    """The step before is too long ago, or never was: begin again."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The second factor is set up: recovery codes to be shown once, and what comes next."""

    codes: tuple[str, ...]
    next: Next


WRONG: Final = Wrong()
OVER: Final = Over()
REFUSED: Final = "sign_in_wrong"
TOO_OFTEN: Final = "sign_in_too_often"
"""What the audit log counts by the minute: neither names anybody."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """The steps; each judges and changes within one transaction, but for the slow hash."""

    engine: Engine
    clock: Clock
    random: Random
    passwords: Passwords
    seal: Seal
    issuer: str
    """How an authenticator app calls this aggregator."""

    def password(self, name: str, password: str, address: str) -> Next | Wrong | Wait:
        """Judge the first step."""
        tried = self._try(name, address)
        if isinstance(tried, Wait):
            return tried
        with reading(self.engine) as session:
            found = find(session, name.strip().lower())
        kept = found.password if found is not None and found.disabled_at is None else ""
        if not self.passwords.is_right(kept, password):
            return self._wrong()
        fresh = self.passwords.hash(password) if self.passwords.is_outdated(kept) else kept
        with writing(self.engine) as session:
            account = find(session, name.strip().lower())
            if account is None or account.disabled_at is not None or account.password != kept:
                return self._wrong_in(session)  # it was changed while the hash was computed
            account.password = fresh
            session.add(account)
            limits.succeed(session, tried)
            return self._begin(session, account, "code" if account.totp else "enrol")

    def code(self, half: str, code: str, address: str) -> Next | Wrong | Wait | Over:
        """Judge the second step: a code of the app or a recovery code, each good once."""
        tried = self._try_of(half, "code", address)
        if isinstance(tried, Wait | Over):
            return tried
        with self._at(half, "code") as (session, account):
            if account is None:
                return OVER
            if not self._is_code(session, account, code):
                return self._wrong_in(session)
            limits.succeed(session, tried)
            return self._after_second(session, account, half)

    def enrolment(self, half: str) -> totp.Enrolment | None:
        """Return the secret to put into an app: the same one until a code of it was typed."""
        with self._at(half, "enrol") as (session, account):
            if account is None:
                return None
            account_id = _id(account)
            if not account.totp_pending:
                account.totp_pending = self.seal.close(totp.new_secret(self.random), account_id)
                session.add(account)
            secret = self.seal.open(account.totp_pending, account_id)
        return totp.enrolment(secret, account.name, self.issuer)

    def enrol(self, half: str, code: str, address: str) -> Enrolled | Wrong | Wait | Over:
        """Take the secret that was shown as the second factor, if the code is one of it."""
        tried = self._try_of(half, "enrol", address)
        if isinstance(tried, Wait | Over):
            return tried
        with self._at(half, "enrol") as (session, account):
            if account is None or not account.totp_pending:
                return OVER
            secret = self.seal.open(account.totp_pending, _id(account))
            step = totp.step_of(secret, code.strip(), self.clock.now(), after=account.totp_step)
            if step is None:
                return self._wrong_in(session)
            account.totp, account.totp_pending, account.totp_step = account.totp_pending, b"", step
            session.add(account)
            limits.succeed(session, tried)
            codes = recovery.make(session, _id(account), self.seal)
            self._note(session, account, "second factor set up")
            return Enrolled(codes, self._after_second(session, account, half))

    def own_password(self, half: str, password: str) -> Next | Over:
        """Take a password that nobody else knows. Raises: AccountError for a weak one or the one there is."""
        with reading(self.engine) as session:
            account = sessions.account_at(session, half, "password", self.clock.now())
        if account is None:
            return OVER
        expect_new(self.passwords, account.password, password, account.name)
        kept = self.passwords.hash(password)
        with self._at(half, "password") as (session, account):
            if account is None:
                return OVER
            account.password, account.must_change = kept, False
            session.add(account)
            self._note(session, account, "password changed")
            return self._after_second(session, account, half)

    def _try(self, name: str, address: str) -> Try | Wait:
        with writing(self.engine) as session:
            tried = limits.begin(session, limits.subjects(self.seal, name, address), self.clock.now())
            if isinstance(tried, Wait):
                count(session, {TOO_OFTEN: 1}, self.clock.now())
            return tried

    def _try_of(self, half: str, stage: Stage, address: str) -> Try | Wait | Over:
        with reading(self.engine) as session:
            account = sessions.account_at(session, half, stage, self.clock.now())
        return OVER if account is None else self._try(account.subject, address)

    @contextmanager
    def _at(self, half: str, stage: Stage) -> Iterator[tuple[Session, AccountRow | None]]:
        with writing(self.engine) as session:
            yield session, sessions.account_at(session, half, stage, self.clock.now())

    def _is_code(self, session: Session, account: AccountRow, code: str) -> bool:
        secret = self.seal.open(account.totp, _id(account))
        step = totp.step_of(secret, code.strip(), self.clock.now(), after=account.totp_step)
        if step is None:
            is_right = recovery.use(session, _id(account), code, self.seal)
            if is_right:
                self._note(session, account, "recovery code used")
            return is_right
        account.totp_step = step
        session.add(account)
        return True

    def _after_second(self, session: Session, account: AccountRow, half: str) -> Next:
        sessions.end(session, half)
        return self._begin(session, account, "password" if account.must_change else "full")

    def _wrong(self) -> Wrong:
        with writing(self.engine) as session:
            return self._wrong_in(session)

    def _wrong_in(self, session: Session) -> Wrong:
        count(session, {REFUSED: 1}, self.clock.now())
        return WRONG

    def _note(self, session: Session, account: AccountRow, step: str) -> None:
        note(session, "login", account.name, {"step": step}, at=self.clock.now())

    def _begin(self, session: Session, account: AccountRow, stage: Stage) -> Next:
        now = self.clock.now()
        if stage == "full":
            account.seen_at = now
            session.add(account)
            self._note(session, account, "signed in")
        return Next(sessions.begin(session, _id(account), stage, now, self.random), stage)


def _id(account: AccountRow) -> int:
    if account.account_id is None:
        raise AccountError("expected an account that was kept")
    return account.account_id
