"""The rows about people who sign in. No row holds a password, a code or a token that could be used."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Column, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from aggregator.tables import Moment

Stage = Literal["code", "enrol", "password", "full"]
"""What a session still asks for: a one-time code, enrolling one, a password of one's own, or nothing more."""


def _moment(*, may_be_none: bool = False) -> Any:
    return Field(default=None, sa_type=Moment, nullable=may_be_none)


class AccountRow(SQLModel, table=True):
    """One person's account."""

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("issuer", "subject", name="one_account"),)

    account_id: int | None = Field(default=None, primary_key=True)
    issuer: str = ""
    """OIDC issuer; empty for an account of this home."""
    subject: str
    """The issuer's name for the person; the account's name for an account of this home."""
    name: str
    """As shown and logged."""
    role: str
    """A matrix.Role."""
    password: str = ""
    """Argon2id in PHC form; empty for OIDC."""
    must_change: bool = False
    """True while the password is one that somebody else knows."""
    totp: bytes = b""
    """The confirmed TOTP secret, sealed under the home's pepper; empty until enrolled."""
    totp_pending: bytes = b""
    """A secret shown and not confirmed yet, sealed alike."""
    totp_step: int = 0
    """The last time step a code was accepted for; an older one is never accepted again."""
    created_at: datetime = _moment()
    disabled_at: datetime | None = _moment(may_be_none=True)
    """From then on it cannot sign in, and its sessions are over."""
    seen_at: datetime | None = _moment(may_be_none=True)
    """Last sign-in."""


class AccountGroupRow(SQLModel, table=True):
    """A store group that an account was given."""

    __tablename__ = "account_groups"

    account_id: int = Field(primary_key=True, foreign_key="accounts.account_id")
    group_name: str = Field(primary_key=True)


class StoreGroupRow(SQLModel, table=True):
    """One site in one store group: a group is the set of its rows."""

    __tablename__ = "store_groups"

    group_name: str = Field(primary_key=True)
    site_id: str = Field(primary_key=True)


class SessionRow(SQLModel, table=True):
    """A session, known by the hash of its token."""

    __tablename__ = "sessions"

    token_hash: bytes = Field(sa_column=Column(LargeBinary(32), primary_key=True))
    account_id: int = Field(foreign_key="accounts.account_id", index=True)
    stage: str
    """A Stage."""
    began_at: datetime = _moment()
    ends_at: datetime = _moment()


class RecoveryCodeRow(SQLModel, table=True):
    """A recovery code that was not used yet, as a keyed hash."""

    __tablename__ = "recovery_codes"

    account_id: int = Field(primary_key=True, foreign_key="accounts.account_id")
    mac: bytes = Field(sa_column=Column(LargeBinary(32), primary_key=True))


class LoginTryRow(SQLModel, table=True):
    """A try to sign in that failed or is under way; forgotten after an hour."""

    __tablename__ = "login_tries"

    try_id: int | None = Field(default=None, primary_key=True)
    subject: bytes = Field(sa_column=Column(LargeBinary(32), index=True, nullable=False))
    """Keyed hash of the account's name or of the address: what was typed may be a password."""
    at: datetime = _moment()


class OidcTryRow(SQLModel, table=True):
    """A sign-in that went to the issuer and has not come back; used once, forgotten after ten minutes."""

    __tablename__ = "oidc_tries"

    state_hash: bytes = Field(sa_column=Column(LargeBinary(32), primary_key=True))
    nonce: str
    verifier: str
    """PKCE code verifier (RFC 7636 §4.1)."""
    next_path: str
    began_at: datetime = _moment()
