"""Signing in by way of a provider: a question that is answered once, and the account it opens."""

import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import Engine
from sqlmodel import Session, col, delete, select

from aggregator.accounts import limits, sessions, store_groups
from aggregator.accounts.errors import AccountError
from aggregator.accounts.limits import Wait
from aggregator.accounts.oidc import Claims, Provider, Secrets, first_match
from aggregator.accounts.person import ALL_STORES
from aggregator.accounts.sealed import Seal
from aggregator.accounts.sessions import token_hash
from aggregator.accounts.sign_in import REFUSED, Next
from aggregator.accounts.tables import AccountGroupRow, AccountRow, OidcTryRow
from aggregator.audit.log import note
from aggregator.audit.refusals import count
from aggregator.database import writing
from privacy.randomness import Random
from shared.clock import Clock

TRY_FOR: Final = timedelta(minutes=10)
"""How long a person has at the provider."""
_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Question:
    """Where the browser goes, and the state it brings back."""

    address: str
    state: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the browser brings back."""

    code: str
    state: str
    kept_state: str
    """What this browser was given with the question."""


@dataclass(frozen=True, slots=True)
class Answered:
    """Somebody signed in: their session, and where they wanted to go."""

    next: Next
    next_path: str


@dataclass(frozen=True, slots=True)
class ProviderSignIn:
    """Asks a provider, and takes its answer."""

    engine: Engine
    clock: Clock
    random: Random
    provider: Provider
    seal: Seal

    def ask(self, return_to: str, next_path: str, address: str) -> Question | Wait:
        """Return the question; ways that were not gone to the end are limited like wrong passwords.

        Raises: AccountError when the provider cannot be asked.
        """
        with writing(self.engine) as session:
            tried = limits.begin(session, [limits.at_provider(self.seal, address)], self.clock.now())
        if isinstance(tried, Wait):
            return tried
        state, nonce, verifier = (self.random(_BYTES).hex() for _ in range(3))
        question = Question(self.provider.address(Secrets(state, nonce, verifier), return_to), state)
        with writing(self.engine) as session:
            session.add(
                OidcTryRow(
                    state_hash=token_hash(state),
                    nonce=nonce,
                    verifier=verifier,
                    next_path=next_path,
                    began_at=self.clock.now(),
                )
            )
        return question

    def take(self, answer: Answer, return_to: str, address: str) -> Answered:
        """Return the session that an answer opens. Raises: AccountError for one that is not to a question."""
        state, kept_state = answer.state, answer.kept_state
        if not kept_state or not hmac.compare_digest(state.encode(), kept_state.encode()):
            raise AccountError("this answer of the provider is not to a question of this browser")
        now = self.clock.now()
        with writing(self.engine) as session:
            tried = session.get(OidcTryRow, token_hash(state))
            if tried is None or tried.began_at + TRY_FOR <= now:
                raise AccountError("this answer of the provider was used before, or came too late")
            secrets, next_path = Secrets(state, tried.nonce, tried.verifier), tried.next_path
            session.delete(tried)
        try:
            claims = self.provider.claims(answer.code, secrets, return_to, now)
        except AccountError:
            with writing(self.engine) as session:
                count(session, {REFUSED: 1}, now)
            raise
        with writing(self.engine) as session:
            row = self._account(session, claims)
            row.seen_at = now
            session.add(row)
            session.flush()
            limits.forgive(session, limits.at_provider(self.seal, address))
            token = sessions.begin(session, row.account_id or 0, "full", now, self.random)
            note(session, "login", row.name, {"step": "signed in", "at": claims.issuer}, at=now)
        return Answered(Next(token, "full"), next_path)

    def _account(self, session: Session, claims: Claims) -> AccountRow:
        """Return the person's account with the role and the groups of today. Raises: AccountError."""
        role = first_match(claims.groups, self.provider.config.roles)
        if not role:
            raise AccountError("none of your groups at the provider has a role here")
        row = session.exec(
            select(AccountRow).where(AccountRow.issuer == claims.issuer, AccountRow.subject == claims.subject)
        ).first()
        if row is None:
            row = AccountRow(
                issuer=claims.issuer, subject=claims.subject, name="", role=role, created_at=self.clock.now()
            )
        elif row.disabled_at is not None:
            raise AccountError("this account is disabled here")
        row.role, row.name = role, _free_name(session, claims, row.account_id)
        session.add(row)
        session.flush()
        self._give(session, row, claims)
        return row

    def _give(self, session: Session, row: AccountRow, claims: Claims) -> None:
        known = {ALL_STORES, *store_groups.groups(session)}
        named = {group for name, group in self.provider.config.store_groups.items() if name in claims.groups}
        session.exec(delete(AccountGroupRow).where(col(AccountGroupRow.account_id) == row.account_id))
        session.add_all(
            AccountGroupRow(account_id=row.account_id or 0, group_name=one) for one in sorted(named & known)
        )
        session.flush()


def _free_name(session: Session, claims: Claims, account_id: int | None) -> str:
    """Return the name as shown: with the subject behind it when another account has it."""
    other = select(AccountRow.account_id).where(AccountRow.name == claims.name)
    taken = [one for one in session.exec(other).all() if one != account_id]
    return f"{claims.name} ({claims.subject[:16]})" if taken else claims.name
