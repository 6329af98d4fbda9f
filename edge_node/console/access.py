"""Who may see the console: whoever opens the link that was printed, once, and then that browser alone.

Everything is made when the console starts and forgotten when it ends; nothing of it is written anywhere.
"""

import hmac
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from shared.clock import Clock

LASTS: Final = timedelta(hours=12)
"""A session ends with a working day, if the console has not ended before."""

Token = Callable[[], str]
"""Makes 256 bits that nobody can guess, as text for an address."""


@dataclass(slots=True)
class Session:
    """One browser."""

    cookie: str
    form_token: str
    """Stands in every form; a page of another site cannot read it."""
    until: datetime
    language: str = "en"
    who: str = ""
    """The role or name that was typed last, so that it need not be typed again."""


class Access:
    """The link and the session of one console; may be asked from several threads."""

    def __init__(self, clock: Clock, *, token: Token = lambda: secrets.token_urlsafe(32)) -> None:
        self._clock = clock
        self._token = token
        self._lock = threading.Lock()
        self._link: str | None = token()
        self._session: Session | None = None

    @property
    def link(self) -> str | None:
        """The token of the printed link; None once it was used."""
        return self._link

    def redeem(self, token: str) -> Session | None:
        """Return a session for the link's token; None for another one, and for the same one again."""
        with self._lock:
            if self._link is None or not _is_same(token, self._link):
                return None
            self._link = None
            until = self._clock.now() + LASTS
            self._session = Session(cookie=self._token(), form_token=self._token(), until=until)
            return self._session

    def session(self, cookie: str) -> Session | None:
        """Return the session that the browser's cookie stands for, None when there is none."""
        held = self._session
        if held is None or not _is_same(cookie, held.cookie) or self._clock.now() >= held.until:
            return None
        return held


def is_from_page(session: Session, form_token: str) -> bool:
    """Return whether a form came from a page that this session was shown."""
    return _is_same(form_token, session.form_token)


def _is_same(given: str, held: str) -> bool:
    return hmac.compare_digest(given.encode(), held.encode())
