"""The work a serving aggregator does by itself, every so often: keys, rounds, witnessing."""

import logging
import threading
from collections.abc import Callable

from aggregator.audit.checkpoints import keep_current
from aggregator.audit.refusals import note_refusals
from aggregator.audit.witnessing import seek_cosignature
from aggregator.database import writing
from aggregator.errors import PeerError
from aggregator.hub import Hub
from aggregator.release.gate import Gate
from aggregator.rounds import RoundReport, connect, run_round

_log = logging.getLogger(__name__)


class Rounds:
    """Repeats one piece of work in a thread until stopped; an error ends that turn only."""

    def __init__(self, work: Callable[[], object], every_s: float) -> None:
        self._work = work
        self._every_s = every_s
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="rounds", daemon=True)

    def start(self) -> None:
        """Begin with the first turn at once."""
        self._thread.start()

    def stop(self) -> None:
        """End after the turn at work."""
        self._is_over.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._is_over.is_set():
            try:
                self._work()
            except Exception:  # the next turn may succeed, and a dead thread would release nothing any more
                _log.exception("a round failed")
            self._is_over.wait(self._every_s)


def one_turn(hub: Hub, gate: Gate) -> None:
    """Renew the sealing key when due; as leader, run a round; note refusals; have it witnessed."""
    renew_key(hub)
    if hub.role == "leader":
        release_now(hub, gate, close_all=False)
    with writing(hub.engine) as session:
        note_refusals(session, hub.clock.now())
        keep_current(session, hub)
    if hub.role == "leader":
        show_witness(hub)


def release_now(hub: Hub, gate: Gate, *, close_all: bool) -> RoundReport:
    """Run one round with a connection of its own and log what it did."""
    helper = connect(hub)
    try:
        report = run_round(hub, gate, helper, close_all=close_all)
    finally:
        if helper is not None:
            helper.client.close()
    if report.releases:
        _log.info("released", extra={"count": report.releases})
    return report


def show_witness(hub: Hub) -> None:
    """Bring the leader's audit log before the helper; without it the newest entries wait as they are."""
    helper = connect(hub)
    if helper is None:
        return
    try:
        seek_cosignature(hub, helper)
    except PeerError as error:
        _log.warning("%s", error)
    finally:
        helper.client.close()


def renew_key(hub: Hub) -> None:
    """Make sure a sealing key lasts eight more days."""
    with writing(hub.engine) as session:
        key_id = hub.keyring.rotate_when_due(session, hub.clock.now(), hub.random)
    if key_id is not None:
        _log.info("a fresh sealing key is in use", extra={"role": hub.role})
