"""The accounts of a home: made, listed, changed, disabled, at the command line or on an admin's page."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Self

from sqlalchemy import Engine
from sqlmodel import Session, col, delete, select

from aggregator.accounts import store_groups
from aggregator.accounts.errors import AccountError
from aggregator.accounts.matrix import ROLES, Role
from aggregator.accounts.passwords import Passwords, expect_strong
from aggregator.accounts.sessions import end_all
from aggregator.accounts.tables import AccountGroupRow, AccountRow, RecoveryCodeRow
from aggregator.audit.log import note
from aggregator.database import reading, writing
from shared.clock import Clock
from shared.ids import SiteId

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """An account as somebody asks for it."""

    name: str
    role: str
    """A matrix.Role; anything else is refused."""
    groups: frozenset[str]
    """Store groups that exist, or `person.ALL_STORES`."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An account as the list shows it."""

    name: str
    role: str
    groups: tuple[str, ...]
    issuer: str
    """OIDC issuer; empty for an account of this home."""
    second_factor: bool
    disabled_at: str
    """ISO 8601; empty while it may sign in."""
    seen_at: str
    """Last sign-in; empty before the first."""


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything that can be done to accounts and store groups, each deed one transaction."""

    engine: Engine
    clock: Clock
    passwords: Passwords
    actor: str = "command line"
    """Who does it, as the audit log says."""

    def by(self, actor: str) -> Self:
        """Return the same accounts in somebody's hands."""
        return replace(self, actor=actor)

    def add(self, wanted: Wanted, password: str, *, is_handed_over: bool) -> None:
        """Make an account of this home; a password that was handed over must be changed at the first sign-in.

        Raises: AccountError for a name that is taken, an unknown role or group, or a weak password.
        """
        if not _NAME.fullmatch(wanted.name):
            raise AccountError(f"expected a name of at most 64 of a-z, 0-9 and . _ @ -, got {wanted.name!r}")
        role = expect_role(wanted.role)
        expect_strong(password, wanted.name)
        kept = self.passwords.hash(password)
        with writing(self.engine) as session:
            if session.exec(select(AccountRow).where(AccountRow.name == wanted.name)).first() is not None:
                raise AccountError(f"there is an account {wanted.name!r} already")
            row = AccountRow(
                subject=wanted.name,
                name=wanted.name,
                role=role,
                password=kept,
                must_change=is_handed_over,
                created_at=self.clock.now(),
            )
            session.add(row)
            session.flush()
            give(session, row, wanted.groups)
            self._note(session, wanted.name, "added", role=role, stores=" ".join(sorted(wanted.groups)))

    def assign(self, wanted: Wanted) -> None:
        """Give an account another role and other groups; its sessions end. Raises: AccountError."""
        role = expect_role(wanted.role)
        with writing(self.engine) as session:
            row = expect(session, wanted.name)
            if role != "admin":
                _expect_another_admin(session, row)
            row.role = role
            session.add(row)
            give(session, row, wanted.groups)
            _end_sessions(session, row)
            self._note(session, wanted.name, "assigned", role=role, stores=" ".join(sorted(wanted.groups)))

    def disable(self, name: str) -> None:
        """Let an account sign in no more, end its sessions. Raises: AccountError, for the last admin too."""
        with writing(self.engine) as session:
            row = expect(session, name)
            _expect_another_admin(session, row)
            row.disabled_at = row.disabled_at or self.clock.now()
            session.add(row)
            _end_sessions(session, row)
            self._note(session, name, "disabled")

    def enable(self, name: str) -> None:
        """Let a disabled account sign in again. Raises: AccountError."""
        with writing(self.engine) as session:
            row = expect(session, name)
            row.disabled_at = None
            session.add(row)
            self._note(session, name, "enabled")

    def reset(self, name: str, password: str, *, is_handed_over: bool) -> None:
        """Give an account a new password; its second factor, recovery codes and sessions are gone.

        Raises: AccountError for an account that is not of this home, or a weak password.
        """
        expect_strong(password, name)
        kept = self.passwords.hash(password)
        with writing(self.engine) as session:
            row = expect(session, name)
            if row.issuer:
                raise AccountError(f"{name!r} signs in at {row.issuer}; reset it there")
            row.password, row.must_change = kept, is_handed_over
            row.totp = row.totp_pending = b""
            session.add(row)
            session.exec(delete(RecoveryCodeRow).where(col(RecoveryCodeRow.account_id) == row.account_id))
            _end_sessions(session, row)
            self._note(session, name, "reset")

    def make_group(self, name: str, sites: Iterable[str]) -> frozenset[SiteId]:
        """Make a store group, or give it other sites; return them. Raises: AccountError."""
        with writing(self.engine) as session:
            made = store_groups.make(session, name, sites)
            self._note(session, f"store group {name}", "made", stores=" ".join(sorted(made)))
            return made

    def groups(self) -> dict[str, frozenset[SiteId]]:
        """Return every store group that was made."""
        with reading(self.engine) as session:
            return store_groups.groups(session)

    def accounts(self) -> list[Listed]:
        """Return every account, by name."""
        with reading(self.engine) as session:
            rows = session.exec(select(AccountRow).order_by(col(AccountRow.name))).all()
            given: dict[int, list[str]] = {}
            for one in session.exec(select(AccountGroupRow).order_by(col(AccountGroupRow.group_name))).all():
                given.setdefault(one.account_id, []).append(one.group_name)
            return [_listed(row, given.get(row.account_id or 0, [])) for row in rows]

    def _note(self, session: Session, subject: str, step: str, **more: str) -> None:
        detail = {"step": step, "by": self.actor, **more}
        note(session, "account", subject, detail, at=self.clock.now())


def find(session: Session, name: str) -> AccountRow | None:
    """Return the account of this home with the name, or None."""
    return session.exec(select(AccountRow).where(AccountRow.issuer == "", AccountRow.subject == name)).first()


def expect(session: Session, name: str) -> AccountRow:
    """Return the account shown under the name, an issuer's too. Raises: AccountError."""
    row = session.exec(select(AccountRow).where(AccountRow.name == name)).first()
    if row is None:
        raise AccountError(f"expected an account, got {name!r}")
    return row


def expect_role(role: str) -> Role:
    """Return the role. Raises: AccountError naming those there are."""
    for known in ROLES:
        if role == known:
            return known
    raise AccountError(f"expected a role ({', '.join(ROLES)}), got {role!r}")


def give(session: Session, row: AccountRow, groups: Iterable[str]) -> None:
    """Give the account these store groups and no others. Raises: AccountError for one that does not exist."""
    wanted = store_groups.expect(session, groups)
    session.exec(delete(AccountGroupRow).where(col(AccountGroupRow.account_id) == row.account_id))
    session.add_all(AccountGroupRow(account_id=row.account_id or 0, group_name=name) for name in wanted)
    session.flush()


def _expect_another_admin(session: Session, row: AccountRow) -> None:
    """Refuse what would leave nobody to run the accounts. Raises: AccountError."""
    active = select(AccountRow.account_id).where(
        AccountRow.role == "admin", col(AccountRow.disabled_at).is_(None)
    )
    if row.role == "admin" and set(session.exec(active).all()) == {row.account_id}:
        raise AccountError(f"{row.name!r} is the last administrator; make another one first")


def _end_sessions(session: Session, row: AccountRow) -> None:
    if row.account_id is not None:
        end_all(session, row.account_id)


def _listed(row: AccountRow, groups: list[str]) -> Listed:
    return Listed(
        name=row.name,
        role=row.role,
        groups=tuple(groups),
        issuer=row.issuer,
        second_factor=bool(row.totp) or bool(row.issuer),
        disabled_at=row.disabled_at.isoformat(timespec="seconds") if row.disabled_at else "",
        seen_at=row.seen_at.isoformat(timespec="seconds") if row.seen_at else "",
    )
