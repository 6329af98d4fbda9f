"""A node at work: every camera on a thread of its own, everything after the wall on this one.

Frames that come while the line is busy are dropped at the camera, never queued up here.
"""

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from edge_node.cameras import models_at_hand, open_camera
from edge_node.coverage import union
from edge_node.errors import EdgeError
from edge_node.measurer import Measurer
from edge_node.node import Node
from edge_node.observations import FrameObservation
from edge_node.pipeline import Pipeline, build
from edge_node.running import measurer_of, send
from edge_node.site import CameraPlace, Site
from edge_node.storage.journal import Journal

SEND_EVERY = timedelta(minutes=1)
"""How often what was measured is written down and due epochs are closed and sent."""

RETRY_AFTER_S = 10.0
"""How long a camera that failed is left alone before a fresh child tries it again."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Desk:
    """Where camera threads lay down what crossed the wall."""

    frames: queue.Queue[tuple[str, FrameObservation]] = field(default_factory=lambda: queue.Queue(maxsize=8))
    stop: threading.Event = field(default_factory=threading.Event)


def run_live(node: Node, site: Site, journal: Journal, *, desk: Desk, renew: Callable[[Node], Node]) -> None:
    """Measure and send until the desk says stop; then count what is open and write it down.

    renew: fetches newer keys and policies; called before every sending.
    """
    measurer = measurer_of(node, site, journal)
    pipelines = {place.name: build(site, place, measurer) for place in site.cameras}
    threads = [threading.Thread(target=_watch, args=(place, desk), daemon=True) for place in site.cameras]
    for thread in threads:
        thread.start()
    next_sending = node.clock.now() + SEND_EVERY
    while not desk.stop.is_set():
        _take(pipelines, desk)
        if node.clock.now() >= next_sending:
            next_sending = _write_and_send(renew(node), site, journal, pipelines, measurer)
    for thread in threads:
        thread.join(timeout=RETRY_AFTER_S)
    for pipeline in pipelines.values():
        pipeline.finish()
    _settle(pipelines, measurer)


def _take(pipelines: dict[str, Pipeline], desk: Desk) -> None:
    try:
        name, observation = desk.frames.get(timeout=0.5)
    except queue.Empty:
        return
    pipelines[name].observe(observation)


def _write_and_send(
    node: Node, site: Site, journal: Journal, pipelines: dict[str, Pipeline], measurer: Measurer
) -> datetime:
    _settle(pipelines, measurer)
    try:
        sent = send(node, journal, site, patience_s=0.0)
        _log.info("sent", extra={"accepted": sent.accepted, "refused": sent.refused, "count": sent.waiting})
    except EdgeError as error:
        _log.warning("nothing sent this time: %s", error)
    return node.clock.now() + SEND_EVERY


def _settle(pipelines: dict[str, Pipeline], measurer: Measurer) -> None:
    covered = [stretch for pipeline in pipelines.values() for stretch in pipeline.covered()]
    for from_s, until_s in union(covered):
        measurer.record_coverage(from_s, until_s)
    measurer.flush()


def _watch(place: CameraPlace, desk: Desk) -> None:
    """Lay down one camera's observations; a camera that ends or fails is tried again by a fresh child."""
    while not desk.stop.is_set():
        try:
            with open_camera(place, models_at_hand()) as camera:
                for observation in camera.frames():
                    if desk.stop.is_set():
                        return
                    _lay_down(desk, place.name, observation)
        except EdgeError as error:
            _log.warning("camera lost: %s", error, extra={"camera": place.name})
        desk.stop.wait(RETRY_AFTER_S)


def _lay_down(desk: Desk, name: str, observation: FrameObservation) -> None:
    while not desk.stop.is_set():
        try:
            desk.frames.put((name, observation), timeout=0.5)
        except queue.Full:
            continue
        return
