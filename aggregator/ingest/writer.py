"""One thread that accepts messages in groups: each group is one transaction and one flush to the disk.

An acknowledgement means the report survives a power cut, because the edge then deletes its copy. One flush
per report would cap the rate at the disk's; a group shares one.
"""

import asyncio
import logging
import queue
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from aggregator.audit.refusals import count
from aggregator.database import writing
from aggregator.hub import Hub
from aggregator.ingest.acceptance import Reports
from aggregator.ingest.decision import Verdict
from aggregator.ingest.facts import Message
from shared.wire.problems import Problem

GROUP_MOST: Final = 64
"""Messages in one transaction: about 40 ms of work, so the lock is never held long."""
WAITING_MOST: Final = 2_000
"""Messages waiting; beyond it senders are told to come back."""

_log = logging.getLogger(__name__)


class BusyError(Exception):
    """Too many messages are waiting; answered with 503."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    message: Message | Problem
    """A Problem when the bytes could not even be read: it is only counted."""
    answer: asyncio.Future[Verdict]


class GroupWriter:
    """Takes messages from the event loop and answers them once they are durable."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._reports = Reports(hub)
        self._queue: queue.Queue[_Waiting | None] = queue.Queue(WAITING_MOST)
        self._thread = threading.Thread(target=self._run, name="group-writer", daemon=True)

    def start(self) -> None:
        """Begin to take messages."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what is waiting and end the thread."""
        if self._thread.is_alive():
            self._queue.put(None)
            self._thread.join()

    async def submit(self, message: Message | Problem) -> Verdict:
        """Return what became of the message, after it is on the disk. Raises: BusyError."""
        answer: asyncio.Future[Verdict] = asyncio.get_running_loop().create_future()
        try:
            self._queue.put_nowait(_Waiting(message, answer))
        except queue.Full as error:
            raise BusyError(f"{WAITING_MOST} messages are waiting already") from error
        return await answer

    def _run(self) -> None:
        is_over = False
        while not is_over:
            group, is_over = self._next_group()
            if group:
                self._settle(group)

    def _next_group(self) -> tuple[list[_Waiting], bool]:
        group: list[_Waiting] = []
        item = self._queue.get()
        while item is not None:
            group.append(item)
            if len(group) == GROUP_MOST:
                return group, False
            try:
                item = self._queue.get_nowait()
            except queue.Empty:
                return group, False
        return group, True

    def _settle(self, group: Sequence[_Waiting]) -> None:
        try:
            verdicts = self._in_one_transaction(group)
        except Exception as error:  # whatever it was, every sender must hear, and the thread must live
            if len(group) > 1:
                for waiting in group:
                    self._settle([waiting])
                return
            _log.exception("a report could not be settled")
            _tell(group[0].answer, error)
            return
        for waiting, verdict in zip(group, verdicts, strict=True):
            _tell(waiting.answer, verdict)

    def _in_one_transaction(self, group: Sequence[_Waiting]) -> list[Verdict]:
        with writing(self._hub.engine) as session:
            verdicts = self._reports.accept(session, [waiting.message for waiting in group])
            refused = Counter[str](v.name for v in verdicts if isinstance(v, Problem))
            count(session, refused, self._hub.clock.now())
        return verdicts


def _tell(answer: asyncio.Future[Verdict], outcome: Verdict | Exception) -> None:
    def settle() -> None:
        if answer.done():  # the sender hung up
            return
        if isinstance(outcome, Exception):
            answer.set_exception(outcome)
        else:
            answer.set_result(outcome)

    try:
        answer.get_loop().call_soon_threadsafe(settle)
    except RuntimeError:  # the server has stopped: nobody is waiting any more
        _log.info("an answer came after the server had stopped")
