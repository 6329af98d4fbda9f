"""Recovery codes: ten, each good once in place of the app, kept as keyed hashes only."""

import base64
from typing import Final

from sqlmodel import Session, col, delete, func, select

from aggregator.accounts.sealed import Seal
from aggregator.accounts.tables import RecoveryCodeRow

CODES: Final = 10
_BYTES: Final = 10
"""80 bits a code: no guess wins, so a keyed hash is enough and no slow one is needed."""


def make(session: Session, account_id: int, seal: Seal) -> tuple[str, ...]:
    """Give the account ten fresh codes in place of those it had; return them, to be shown once."""
    session.exec(delete(RecoveryCodeRow).where(col(RecoveryCodeRow.account_id) == account_id))
    plain = [base64.b32encode(seal.random(_BYTES)).decode() for _ in range(CODES)]
    session.add_all(RecoveryCodeRow(account_id=account_id, mac=seal.mac("recovery", one)) for one in plain)
    session.flush()
    return tuple("-".join(one[at : at + 4] for at in range(0, len(one), 4)).lower() for one in plain)


def use(session: Session, account_id: int, code: str, seal: Seal) -> bool:
    """Return whether the code was one of the account's, which from now on it is not."""
    typed = "".join(letter for letter in code.upper() if letter.isalnum())
    row = session.get(RecoveryCodeRow, (account_id, seal.mac("recovery", typed)))
    if row is None:
        return False
    session.delete(row)
    session.flush()
    return True


def left(session: Session, account_id: int) -> int:
    """Return how many codes the account still has."""
    counted = select(func.count()).where(col(RecoveryCodeRow.account_id) == account_id)
    return session.exec(counted).one()
