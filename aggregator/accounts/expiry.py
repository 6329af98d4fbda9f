"""What is forgotten of signing in: ended sessions, tries no limit looks at, questions nobody answered."""

from datetime import datetime

from sqlmodel import Session, col, select

from aggregator.accounts import limits
from aggregator.accounts.provider_sign_in import TRY_FOR
from aggregator.accounts.tables import OidcTryRow, SessionRow


def forget(session: Session, now: datetime) -> int:
    """Delete what has run out; return how many rows."""
    ended = session.exec(select(SessionRow).where(col(SessionRow.ends_at) <= now)).all()
    unanswered = session.exec(select(OidcTryRow).where(col(OidcTryRow.began_at) <= now - TRY_FOR)).all()
    for row in (*ended, *unanswered):
        session.delete(row)
    session.flush()
    return len(ended) + len(unanswered) + limits.forget(session, now)
