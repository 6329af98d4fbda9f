"""One pass of a node over what its cameras have: measure, close what is due, seal, send.

The order is the line's: nothing is closed before it was counted, nothing sealed before it went through the
door, nothing sent before it was sealed and written.
"""

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from edge_node.begun import note_begun
from edge_node.cameras import models_at_hand, open_camera, source_of
from edge_node.capture.probe import probe
from edge_node.close import close_out
from edge_node.config import UplinkConfig
from edge_node.consent.gate import gate_of
from edge_node.consent.kept import panels_of
from edge_node.consent.purposes import heeded
from edge_node.consent.watch import Watch
from edge_node.coverage import union
from edge_node.errors import CutOffError, EdgeError
from edge_node.intent.expecting import Expecting
from edge_node.learning import Learning
from edge_node.measurer import FLUSH_EVERY, INTENT, Measurer
from edge_node.moments import in_time
from edge_node.node import Node
from edge_node.picture import as_drawn
from edge_node.pipeline import Pipeline, Tally, build
from edge_node.release.close import Closed
from edge_node.shared_model import SharedModel
from edge_node.simulated import PREFIX, parse, spans
from edge_node.site import CameraPlace, Site
from edge_node.storage.journal import Journal
from edge_node.succession import Decide, Succession
from edge_node.uplink.courier import Courier, Delivery
from edge_node.uplink.permission import sending_rule
from edge_node.wall.report import WallReport
from edge_node.zones.journey import journey_of
from policies.engine import Deny
from policies.gated import GATED

Step = Callable[[str], None]
"""Called with what begins now, for progress."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sent:
    """What one pass did at the door and on the wire."""

    closed: int
    """Epochs that went through the door."""
    refused_at_door: dict[str, int]
    """Epochs that did not, by rule."""
    accepted: int
    """Envelopes taken by leader and helper together."""
    refused: int
    """Envelopes given up after a final refusal."""
    waiting: int
    """Envelopes still in the outbox."""


@dataclass(slots=True)
class Pass:
    """What one pass over the cameras measured."""

    cameras: dict[str, Tally] = field(default_factory=dict)
    walls: list[WallReport] = field(default_factory=list)
    has_detectors: bool = True
    """False when MediaPipe alone had to find people."""
    seconds: dict[str, float] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    """Cameras that ended before their end, and why; what came before is counted."""
    closed: dict[str, Deny] = field(default_factory=dict)
    """Cameras that did not look, or not to their end, because they may not."""


def measurer_of(node: Node, site: Site, journal: Journal, *, flush_every: int = FLUSH_EVERY) -> Succession:
    """Return what counts the site's journeys; without a policy it counts nothing."""

    def make(generation: Node, decide: Decide) -> Measurer:
        bundle = generation.bundle
        consented = panels_of(generation.home, generation.clock.now().date())
        plans = heeded(generation.plans(site.entrance), bundle, site.quiet_minutes, consented)
        measurer = Measurer(
            plans=plans,
            policy_hash=b"" if bundle is None else bundle.hash,
            decide=decide,
            journey_of=lambda track: journey_of(track, site),
            journal=journal,
            flush_every=sys.maxsize,
        )
        if any(plan.task.metric == INTENT for plan in plans):
            measurer.guess_with(Expecting(site, SharedModel(generation).predictor))
        return measurer

    return Succession(node, journal, make, flush_every=flush_every)


def measure(node: Node, site: Site, journal: Journal, *, step: Step = lambda _: None) -> Pass:
    """Run every camera that may look to its end, one after the other, and count what they saw.

    A pass is written whole or, when it is killed, not at all: it can be started again without counting twice.
    Raises: CaptureError, WallError; SiteError when the site has no camera; ClockError for a wrong clock.
    """
    if not site.cameras:
        raise EdgeError(f"site {site.name!r} has no camera; add one to site.toml")
    node.check_clock(journal)
    measurer = measurer_of(node, site, journal, flush_every=sys.maxsize)
    done = Pass()
    watch = Watch(
        gate_of(site, node.in_force(node.clock.now())), node.home, (place.name for place in site.cameras)
    )
    stretches = []
    learning = Learning(node, site, journal, watch.refusals)
    pipelines = build(site, measurer, cut_s=node.cut_s, seats=learning.seat)
    gated = any(task.metric in GATED for task in node.tasks.values())
    bodies_from_s = 0.0 if gated else learning.oldest_s
    for place in site.cameras:
        step(f"measuring {place.name}")
        pipeline = pipelines[place.name]
        with _timed(done, f"measure {place.name}"):
            _run_camera(node, place, pipeline, done, watch=watch, bodies_from_s=bodies_from_s)
        pipeline.finish()
        stretches += pipeline.covered()
        done.cameras[place.name] = pipeline.tally
    for from_s, until_s in union(stretches):
        measurer.record_coverage(from_s, until_s)
    if stretches:  # noted first: a pass of which this cannot be written must not have been counted
        note_begun(node.home, datetime.fromtimestamp(min(stretches)[0], UTC))
    measurer.flush(at_end=True)
    learning.flush()
    return done


def send(
    node: Node,
    journal: Journal,
    site: Site,
    *,
    unfinished: bool = False,
    uplink: UplinkConfig,
    step: Step = lambda _: None,
) -> Sent:
    """Close every due epoch, seal what went through the door, and deliver the outbox.

    With unfinished, epochs that still run are closed too: what they measure later is lost.
    Raises: ClockError for a wrong clock, KeyListError without a key valid now; then nothing is closed.
    """
    step("closing epochs")
    closed = close_and_seal(node, journal, site, unfinished=unfinished)
    if node.bundle is None:
        _log.warning("no policy is held: nothing is sent")
        return Sent(closed.contributions, closed.refused, 0, 0, journal.sealed.depth())
    step("sending reports")
    delivery = deliver(node, journal, uplink=uplink)
    return Sent(closed.contributions, closed.refused, delivery.accepted, delivery.refused, delivery.waiting)


def close_and_seal(node: Node, journal: Journal, site: Site, *, unfinished: bool = False) -> Closed:
    """Take every due epoch through the door and seal it into the outbox.

    Raises: as send.
    """
    node.check_clock(journal)
    if node.bundle is not None:
        node.sealer()  # what cannot be sealed now stays open: the keys may be of another time than the clock
    begun = note_begun(node.home, node.clock.now())
    return close_out(node, journal, begun=begun, unfinished=unfinished, entrance=site.entrance)


def deliver(node: Node, journal: Journal, *, uplink: UplinkConfig) -> Delivery:
    """Carry what was sealed before to both aggregators, as far as its policies let it go."""
    with ExitStack() as lines:
        opened = node.uplinks(timeout_s=uplink.timeout_s)
        courier = Courier(
            journal=journal,
            uplinks={role: lines.enter_context(line) for role, line in opened.items()},
            clock=node.clock,
            objection=sending_rule(node.bundles, node.clock),
        )
        return courier.deliver_all(give_up_after_s=uplink.patience_s)


def _run_camera(
    node: Node, place: CameraPlace, pipeline: Pipeline, done: Pass, *, watch: Watch, bodies_from_s: float
) -> None:
    if _is_closed(place, watch, node, done):
        return
    if place.source.startswith(PREFIX):
        until = node.clock.now() - timedelta(seconds=1)
        for span in spans(parse(place.source), node.layout, until, bodies_from_s=bodies_from_s):
            pipeline.take(span.tracks)
            pipeline.cover((span.from_s, span.until_s))
        return
    models = models_at_hand()
    done.has_detectors = models.has_detectors
    started_at = _first_frame_at(node, place)
    with open_camera(place, models, started_at=started_at, is_awaited=False) as camera:
        try:
            frames = in_time(camera.frames(), place.name, node.clock)
            for observation in as_drawn(frames, place):
                if _is_closed(place, watch, node, done):
                    break
                pipeline.observe(observation)
        except CutOffError as error:
            done.problems[place.name] = str(error)
        done.walls.append(camera.report)


def _is_closed(place: CameraPlace, watch: Watch, node: Node, done: Pass) -> bool:
    """Return whether the camera may not look now, and note why."""
    refusal = watch.refusals(node.clock.now())[place.name]
    if refusal is None:
        return False
    _log.warning("camera closed: %s", refusal.reason, extra={"camera": place.name, "problem": refusal.rule})
    done.closed[place.name] = refusal
    return True


def _first_frame_at(node: Node, place: CameraPlace) -> datetime | None:
    """A file is taken to have been filmed until now; a live source and a drawn shop know their own time."""
    source = source_of(place)
    if source.kind != "file":
        return None
    return node.clock.now() - timedelta(seconds=probe(Path(source.address)).length_s)


@contextmanager
def _timed(done: Pass, name: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    done.seconds[name] = round(time.monotonic() - began, 2)
