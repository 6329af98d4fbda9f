"""Who may see the console: whoever opens the link that was printed, once, and then that browser alone.

Everything is made when the console starts and forgotten when it ends; nothing of it is written anywhere.
"""

import hmac
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from shared.clock import Clock

LASTS: Final = timedelta(hours=12)
"""A session ends with a working day, if the console has not ended before."""

OPEN_WITHIN: Final = timedelta(hours=1)
"""A link that nobody opened for so long opens nothing any more."""

LINGERS: Final = timedelta(seconds=5)
"""So long a console that is over still answers: the last page is drawn with its looks."""

Token = Callable[[], str]
"""Makes 256 bits that nobody can guess, as text for an address."""


@dataclass(slots=True)
class Session:
    """One browser."""

    cookie: str
    form_token: str
    """Stands in every form; a page of another site cannot read it."""
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
        self._over_at = clock.now() + OPEN_WITHIN
        """When nobody can get in any more: the link's end, then the session's."""

    @property
    def link(self) -> str | None:
        """The token of the printed link; None once it was used."""
        return self._link

    def redeem(self, token: str) -> Session | None:
        """Return a session for the link's token; None for another one, and for the same one again."""
        with self._lock:
            now = self._clock.now()
            if self._link is None or now >= self._over_at or not _is_same(token, self._link):
                return None
            self._link, self._over_at = None, now + LASTS
            self._session = Session(cookie=self._token(), form_token=self._token())
            return self._session

    def end(self) -> None:
        """End the session: nobody gets in any more."""
        with self._lock:
            self._link, self._session, self._over_at = None, None, self._clock.now()

    @property
    def is_over(self) -> bool:
        """True once nobody has been able to get in for a moment: the console may end."""
        return self._clock.now() >= self._over_at + LINGERS

    def session(self, cookie: str) -> Session | None:
        """Return the session that the browser's cookie stands for, None when there is none."""
        held = self._session
        if held is None or not _is_same(cookie, held.cookie) or self._clock.now() >= self._over_at:
            return None
        return held


def is_from_page(session: Session, form_token: str) -> bool:
    """Return whether a form came from a page that this session was shown."""
    return _is_same(form_token, session.form_token)


def _is_same(given: str, held: str) -> bool:
    return hmac.compare_digest(given.encode(), held.encode())
