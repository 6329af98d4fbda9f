"""The courier: carries the outbox to both aggregators until every envelope has had its last answer.

An envelope is forgotten only after its outcome is written, and several outcomes are written as one; a kill in
between sends the same bytes once more, and the aggregator answers 200. Source: shared/wire/PROTOCOL.md §17.
"""

import logging
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction

from edge_node.errors import UplinkError
from edge_node.ports import Uplink
from edge_node.storage.journal import Journal
from edge_node.storage.outbox import Outcome, Sealed
from edge_node.uplink.backoff import LONGEST_S, backoff_s
from policies.engine import Deny
from shared.clock import Clock
from shared.wire.codec import Role
from shared.wire.problems import FINAL

BATCH = 32
"""Outcomes per unit of work; a kill repeats at most so many envelopes, byte for byte."""

_JITTER_STEPS = 1 << 20
_SHORTEST_PAUSE_S = 0.01
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a delivery did, envelopes to both parties together."""

    ended: dict[str, int] = field(default_factory=dict)
    """Envelopes that need no further attempt, by ``accepted`` or the final problem."""
    postponed: dict[str, int] = field(default_factory=dict)
    """Answers that did not end it, by problem or the policy's rule; each counts one attempt."""
    waiting: int = 0
    """Envelopes still in the outbox."""

    @property
    def accepted(self) -> int:
        """Envelopes taken by the party they were for."""
        return self.ended.get("accepted", 0)

    @property
    def refused(self) -> int:
        """Envelopes given up after a final refusal."""
        return sum(self.ended.values()) - self.accepted


@dataclass(frozen=True, slots=True)
class _Answer:
    sealed: Sealed
    outcome: str
    at: datetime


@dataclass(slots=True)
class _Line:
    """The connection to one party: how often in a row it gave no answer, and when to try it again."""

    failures: int = 0
    retry_at_s: float = 0.0


class Courier:
    """Delivers the outbox of one journal over the uplinks it is given, unless something stands against it."""

    def __init__(
        self,
        *,
        journal: Journal,
        uplinks: Mapping[Role, Uplink],
        clock: Clock,
        objection: Callable[[Sealed], Deny | None],
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._journal = journal
        self._uplinks = uplinks
        self._clock = clock
        self._objection = objection
        self._wait = wait
        self._lines = {role: _Line() for role in uplinks}
        self._ended: Counter[str] = Counter()
        self._postponed: Counter[str] = Counter()

    def deliver_all(self, *, give_up_after_s: float = 0.0) -> Delivery:
        """Try everything that is due, again with back-off until the outbox is empty or the time is up.

        With 0 each envelope is tried at most once.
        """
        self._ended.clear()
        self._postponed.clear()
        give_up_at_s = self._now_s() + give_up_after_s
        while True:
            for role, uplink in self._uplinks.items():
                self._round(role, uplink)
            pause_s = self._pause_s()
            if pause_s is None or self._now_s() + pause_s > give_up_at_s or give_up_after_s <= 0:
                return Delivery(dict(self._ended), dict(self._postponed), self._journal.sealed.depth())
            self._wait(pause_s)

    def _round(self, role: Role, uplink: Uplink) -> None:
        """Try what is due for one party, oldest first, until it gives no answer."""
        answers: list[_Answer] = []
        try:
            for sealed in self._due(role):
                answers.append(_Answer(sealed, self._answer(sealed, uplink), self._clock.now()))
                self._lines[role].failures = 0
                if len(answers) == BATCH:
                    self._write(answers)
                    answers = []
        except UplinkError as error:
            line = self._lines[role]
            line.failures += 1
            line.retry_at_s = self._now_s() + backoff_s(line.failures, _jitter())
            _log.warning("%s", error, extra={"role": role, "count": line.failures})
        finally:
            self._write(answers)

    def _answer(self, sealed: Sealed, uplink: Uplink) -> str:
        """Return what became of the attempt; what the policy does not let go is not sent, and waits."""
        denied = self._objection(sealed)
        return uplink.post(sealed.envelope) if denied is None else denied.rule

    def _due(self, role: Role) -> Iterable[Sealed]:
        now_s = self._now_s()
        if not _is_due(self._lines[role].retry_at_s, now_s):
            return ()
        return (s for s in self._journal.sealed.waiting(role) if _is_due(s.retry_at_s, now_s))

    def _write(self, answers: list[_Answer]) -> None:
        if not answers:
            return
        with self._journal.unit():
            for answer in answers:
                self._record(answer)

    def _record(self, answer: _Answer) -> None:
        sealed = answer.sealed
        if answer.outcome == "accepted" or answer.outcome in FINAL:
            self._ended[answer.outcome] += 1
            self._journal.sealed.conclude(Outcome(sealed.report_id, sealed.role, answer.outcome, answer.at))
        else:
            self._postponed[answer.outcome] += 1
            pause_s = backoff_s(sealed.attempts + 1, _jitter())
            self._journal.sealed.postpone(sealed.report_id, sealed.role, answer.at.timestamp() + pause_s)

    def _pause_s(self) -> float | None:
        """Seconds until something is due again; None when nothing waits for a party there is a line to."""
        next_s = [
            max(first_s, self._lines[role].retry_at_s)
            for role in self._uplinks
            if (first_s := self._journal.sealed.next_retry_s(role)) is not None
        ]
        return max(min(next_s) - self._now_s(), _SHORTEST_PAUSE_S) if next_s else None

    def _now_s(self) -> float:
        return self._clock.now().astimezone(UTC).timestamp()


def _is_due(retry_at_s: float, now_s: float) -> bool:
    """A wait longer than any that is given was noted under a clock that has been set back since."""
    return not now_s < retry_at_s <= now_s + LONGEST_S


def _jitter() -> Fraction:
    return Fraction(secrets.randbelow(_JITTER_STEPS), _JITTER_STEPS)
