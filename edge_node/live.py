"""A node at work: every camera on a thread of its own, everything after the wall on this one.

Frames that come while the line is busy are dropped at the camera, never queued up here.
"""

import logging
import queue
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from edge_node.cameras import source_of
from edge_node.config import NodeConfig
from edge_node.consent.gate import gate_of
from edge_node.consent.shutters import GLANCE_S, Shutters
from edge_node.consent.watch import Watch
from edge_node.coverage import union
from edge_node.errors import CutOffError, EdgeError, StorageError
from edge_node.learning import Learning
from edge_node.node import Node
from edge_node.now import Now
from edge_node.now_door import NowDoor
from edge_node.observations import FrameObservation
from edge_node.picture import as_drawn
from edge_node.pipeline import LONGEST_GAP_S, Pipeline, build
from edge_node.ports import Observations
from edge_node.rhythm import beat_after
from edge_node.running import close_and_seal, deliver, measurer_of
from edge_node.site import CameraPlace, Site
from edge_node.storage.journal import Journal
from edge_node.succession import Succession
from policies.engine import Deny
from shared.errors import ShoalError

HOLD_S = 0.1
"""Before each sending the line rests so long: what it had to do just then does not move the first byte."""
JOIN_S = 10.0
"""How long a camera's thread may take to end."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outside:
    """What the node reaches beyond itself."""

    look: Callable[[CameraPlace], AbstractContextManager[Observations]]
    """Opens a camera behind its wall."""
    renew: Callable[[Node], Node]
    """Fetches newer keys and policies; gives the node back as it was when nobody answers."""
    publish: Callable[[Node], None] = lambda _: None
    """Writes the store's public page as it is now; by default there is none."""


@dataclass(slots=True)
class Desk:
    """Where camera threads lay down what crossed the wall, and where somebody says stop."""

    frames: queue.Queue[tuple[str, FrameObservation]] = field(default_factory=lambda: queue.Queue(maxsize=8))
    stop: threading.Event = field(default_factory=threading.Event)


class Silence:
    """Which cameras have said nothing for too long: nobody waits for them any longer."""

    def __init__(self, names: Iterable[str], now: datetime) -> None:
        self._heard_at = dict.fromkeys(names, now)

    def heard(self, name: str, now: datetime) -> None:
        """Note that the camera laid down a frame."""
        self._heard_at[name] = now

    def noticed(self, now: datetime) -> list[str]:
        """Return the cameras whose silence is noticed now; each again only after as long a silence."""
        silent = [n for n, at in self._heard_at.items() if now - at > timedelta(seconds=LONGEST_GAP_S)]
        self._heard_at.update(dict.fromkeys(silent, now))
        return silent


class LiveNode:
    """One site's cameras, measured and sent for as long as the desk lets it."""

    def __init__(
        self, node: Node, site: Site, journal: Journal, *, config: NodeConfig, outside: Outside, desk: Desk
    ) -> None:
        self._node = node
        self._site = site
        self._journal = journal
        self._config = config
        self._outside = outside
        self._desk = desk
        self._shutters = Shutters(place.name for place in site.cameras)
        self._refused: dict[str, Deny | None] = {}
        self._measurer = measurer_of(node, site, journal, flush_every=sys.maxsize)
        self._ruling = node.in_force(node.clock.now())
        self._cut_s = node.cut_s
        cameras = [place.name for place in site.cameras]
        self._watched = Watch(gate_of(site, self._ruling), node.home, cameras)
        self._learning = Learning(node, site, journal, self._watched.refusals)
        self._now = Now(node, site, journal)
        self._pipelines = build(site, self._measurer, cut_s=self._cut_s, seats=self._learning.seat)
        self._silence = Silence(self._pipelines, node.clock.now())
        self._beat = node.clock.now() + timedelta(seconds=config.uplink.send_every_s)

    def run(self) -> None:
        """Measure and send until told to stop; then count what is open and write it down."""
        every = timedelta(seconds=self._config.uplink.send_every_s)
        self._beat = self._node.clock.now() + every
        self._heed()
        threads = [threading.Thread(target=self._watch, args=(p,), daemon=True) for p in self._site.cameras]
        with closing(NowDoor(self._node.home.now_door)) as door:
            for thread in threads:
                thread.start()
            self._measure(door, every)
        for thread in threads:
            thread.join(timeout=JOIN_S)
        for pipeline in self._pipelines.values():
            pipeline.finish()
        settle(self._pipelines, self._measurer, at_end=True)
        self._learning.flush()
        self._tell_drops()

    def _measure(self, door: NowDoor, every: timedelta) -> None:
        """Take what the cameras lay down, send at every beat, and say what is happening to whoever asks."""
        while not self._desk.stop.is_set():
            self._take()
            door.answer(lambda: self._now.said(self._pipelines))
            for name in self._silence.noticed(self._node.clock.now()):
                self._pipelines[name].finish()
            if not self._beat - every <= self._node.clock.now() < self._beat:  # a clock may be set back
                self._send()
                self._write()
                self._tell_drops()
                self._close()
                self._publish()
                self._now.tend()
                self._silence = Silence(self._pipelines, self._node.clock.now())
                self._beat = beat_after(self._beat, self._node.clock.now(), every)

    def _heed(self) -> None:
        """Close cameras that may no longer look, whatever they were doing, and open those that may again."""
        now, has_changed = self._node.clock.now(), False
        for name, refusal in self._watched.refusals(now).items():
            first, before = name not in self._refused, self._refused.get(name)
            if refusal is None and (first or before is not None):
                has_changed = True
                self._shutters.open(name, None if first else now)
                _log.info("camera may look", extra={"camera": name})
            elif refusal is not None and (first or before is None or before.rule != refusal.rule):
                has_changed = True
                self._shutters.shut(name)
                self._pipelines[name].break_off()
                extra = {"camera": name, "problem": refusal.rule}
                _log.warning("camera closed: %s", refusal.reason, extra=extra)
            self._refused[name] = refusal
        if has_changed:
            self._publish()

    def _publish(self) -> None:
        """A page that cannot be written stays as it was; it says of when it is."""
        try:
            self._outside.publish(self._node)
        except ShoalError as error:
            _log.warning("public page not written: %s", error)

    def _take(self) -> None:
        left_s = (self._beat - self._node.clock.now()).total_seconds()
        if 0 < left_s <= HOLD_S:
            self._desk.stop.wait(left_s)
            return
        try:
            name, observation = self._desk.frames.get(
                timeout=GLANCE_S if left_s <= 0 else min(GLANCE_S, left_s)
            )
        except queue.Empty:
            self._heed()
            return
        self._heed()  # after the wait: what was pressed meanwhile holds for this frame
        self._silence.heard(name, self._node.clock.now())
        if not self._shutters.takes(name, observation.captured_at):
            return
        self._pipelines[name].observe(observation)

    def _tell_drops(self) -> None:
        """Log each camera's frames so far and why some were thrown away; a warning once there are any."""
        for name, pipeline in self._pipelines.items():
            tally = pipeline.tally
            level = logging.WARNING if any(tally.dropped.values()) else logging.INFO
            reasons = {str(reason): count for reason, count in tally.dropped.items()}
            worn = {"opted_out": tally.opted_out, "staff": tally.staff}
            extra = {"camera": name, "frames": tally.frames, **reasons, **worn}
            _log.log(level, "frames so far", extra=extra)

    def _write(self) -> None:
        """What cannot be written now is kept in memory, where every sum has its place, and tried again."""
        try:
            settle(self._pipelines, self._measurer)
            self._learning.flush()
        except StorageError as error:
            _log.warning("nothing written this time: %s", error)

    def _send(self) -> None:
        """Renew what is held, then send what was sealed before: nothing here waits for what was measured.

        What cannot be renewed stays as it is held; what cannot be sent now waits in the journal.
        """
        try:
            self._node = self._outside.renew(self._node)
            self._follow()
            self._node.check_clock(self._journal)
            sent = deliver(self._node, self._journal, uplink=self._config.uplink)
        except ShoalError as error:
            _log.warning("nothing sent this time: %s", error)
            self._follow()
            return
        _log.info("sent", extra={"accepted": sent.accepted, "refused": sent.refused, "count": sent.waiting})

    def _close(self) -> None:
        """Seal what is due: it goes out at the next beat, however long this takes."""
        try:
            close_and_seal(self._node, self._journal, self._site)
        except ShoalError as error:
            _log.warning("nothing closed this time: %s", error)

    def _follow(self) -> None:
        """Measure under what is held and in force now; epochs begun under another version end under it."""
        self._measurer.follow(self._node)
        self._learning.follow(self._node, self._watched.refusals)
        self._now.follow(self._node)
        ruling = self._node.in_force(self._node.clock.now())
        if ruling == self._ruling:
            return
        self._ruling = ruling
        self._watched = Watch(gate_of(self._site, ruling), self._node.home, self._pipelines)
        self._learning.follow(self._node, self._watched.refusals)
        self._heed()
        _log.info("policy in force", extra={"status": f"version {ruling.chain.version if ruling else 0}"})
        if ruling is not None and self._cut_s != self._node.cut_s:
            self._cut_anew(self._node.cut_s)

    def _cut_anew(self, cut_s: float) -> None:
        """Cut tracks after another time from now on: whoever is in sight is another track."""
        tallies = {name: pipeline.tally for name, pipeline in self._pipelines.items()}
        for pipeline in self._pipelines.values():
            pipeline.break_off()
        cover(self._pipelines, self._measurer)
        self._cut_s = cut_s
        self._pipelines = build(self._site, self._measurer, cut_s=cut_s, seats=self._learning.seat)
        for name, tally in tallies.items():
            self._pipelines[name].tally = tally

    def _watch(self, place: CameraPlace) -> None:
        """Lay down one camera's observations; one that is lost is opened again by a fresh child.

        A camera that may not look is not open: its child is ended. A file is seen once, and a pause ends it:
        to open it again would count its people again.
        """
        stop, is_live = self._desk.stop, source_of(place).is_live
        while not stop.is_set():
            if not self._shutters.wait(place.name):
                continue
            if self._has_ended(place) and not is_live:
                _log.info("camera has come to its end", extra={"camera": place.name})
                return
            if self._shutters.is_open(place.name):
                stop.wait(self._config.cameras.retry_after_s)

    def _has_ended(self, place: CameraPlace) -> bool:
        """Lay down what one opening of the camera gives; return whether that was all there is, or a part."""
        try:
            with self._outside.look(place) as camera:
                for observation in as_drawn(camera.frames(), place):
                    if self._desk.stop.is_set() or not self._shutters.is_open(place.name):
                        return True
                    self._lay_down(place.name, observation)
        except EdgeError as error:
            _log.warning("camera lost: %s", error, extra={"camera": place.name})
            return isinstance(error, CutOffError)
        return True

    def _lay_down(self, name: str, observation: FrameObservation) -> None:
        while not self._desk.stop.is_set() and self._shutters.is_open(name):
            try:
                self._desk.frames.put((name, observation), timeout=GLANCE_S)
            except queue.Full:
                continue
            return


def settle(pipelines: dict[str, Pipeline], measurer: Succession, *, at_end: bool = False) -> None:
    """Record the coverage of all cameras together, and write what is held in memory."""
    cover(pipelines, measurer)
    measurer.flush(at_end=at_end)


def cover(pipelines: dict[str, Pipeline], measurer: Succession) -> None:
    """Record what all cameras together have seen since the last time."""
    covered = [stretch for pipeline in pipelines.values() for stretch in pipeline.covered()]
    for from_s, until_s in union(covered):
        measurer.record_coverage(from_s, until_s)
