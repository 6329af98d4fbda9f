"""The demo from beginning to end: aggregators, pairing, measuring, release."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from edge_node.demo.chain import LEARNING_SIGN, Store, chain
from edge_node.demo.children import Children
from edge_node.demo.floor import Floor, drawn_floor, filmed_floor, simulated_floor
from edge_node.demo.hubs import Hubs

Answer = TypeVar("Answer")

ATTESTED_BY = "shoal demo"
"""Who attests the signs of shops that do not exist."""

SIGNS_HOLD = timedelta(days=7)
"""How long the demo's attestations hold: it can be looked at for a while."""

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """Rounds in which the invented stores trained the model that they share."""

    rounds_completed: int
    rounds_refused: int
    participants: tuple[int, ...]
    """Stores in each completed round."""
    seconds_per_round: tuple[float, ...]
    epsilon: float
    """Of a window that lived through all of them, at delta 1e-6."""


Teach = Callable[[Hubs, Mapping[str, Path], Progress], Learnt]
"""Trains the stores, by name and home (edge_node.federated.demo_lesson)."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the demo was asked for."""

    sites: int
    days: int
    video: Path | None = None
    """Somebody's clip in place of the drawn shop."""
    teach: Teach | None = None
    """What lets the stores learn together after the release; None: they do not."""


@dataclass(slots=True)
class Told:
    """What happened, for the summary."""

    floors: dict[str, Floor] = field(default_factory=dict)
    """By store."""
    passes: dict[str, dict[str, object]] = field(default_factory=dict)
    """What each store's node said of its pass."""
    released: dict[str, object] = field(default_factory=dict)
    learnt: Learnt | None = None
    """What came of learning together; None where nobody asked for it."""
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Note how long something took."""
        began = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - began, 1)


def tell(wanted: Wanted, hubs: Hubs, progress: Progress) -> Told:
    """Pair every store, let each measure and send, then release; then the stores learn together, if asked.

    Raises: ChildError as soon as one child fails.
    """
    told = Told()
    stores = chain(wanted.sites)
    with told.timed("pair"):
        pairing = _Step("pairing stores", stores, progress, hubs.children)
        told.floors = _each(pairing, lambda store: _pair(store, wanted, hubs))
    with told.timed("measure and send"):
        measuring = _Step("measuring and sending", stores, progress, hubs.children)
        told.passes = _each(measuring, lambda store: _measure(store, hubs))
    with told.timed("release"):
        progress("releasing", 0, 1)
        told.released = hubs.release()
        progress("releasing", 1, 1)
    if wanted.teach is not None:
        with told.timed("learn"):
            told.learnt = wanted.teach(hubs, {one.slug: _home(one, hubs) for one in stores}, progress)
    return told


def _pair(store: Store, wanted: Wanted, hubs: Hubs) -> Floor:
    home = _home(store, hubs)
    home.mkdir(parents=True, exist_ok=True)
    floor = _floor(store, wanted, home)
    codes = [part for role in ("leader", "helper") for part in (f"--{role}", hubs.invite(role, store.name))]
    hubs.children.run(
        ["edge", "pair", *codes, "--site", str(floor.site_file), "--home", str(home), "--json"],
        log=home / "edge.log",
    )
    _attest(home, floor, hubs, [] if wanted.teach is None else ["--text", LEARNING_SIGN])
    return floor


def _attest(home: Path, floor: Floor, hubs: Hubs, text: list[str]) -> None:
    """Say of every camera that its sign hangs, as each store must; here nobody has looked."""
    cameras = [part for camera in floor.cameras for part in ("--camera", camera)]
    until = (datetime.now(UTC) + SIGNS_HOLD).date().isoformat()
    words = ["--by", ATTESTED_BY, "--until", until, "--home", str(home), "--json"]
    hubs.children.run(["edge", "attest", *cameras, *text, *words], log=home / "edge.log")


def _floor(store: Store, wanted: Wanted, home: Path) -> Floor:
    if store.seed != 1:
        return simulated_floor(store, wanted.days, home)
    if wanted.video is not None:
        return filmed_floor(store, wanted.days, home, wanted.video)
    return drawn_floor(store, wanted.days, home, datetime.now(UTC))


def _measure(store: Store, hubs: Hubs) -> dict[str, object]:
    home = _home(store, hubs)
    arguments = ["edge", "run", "--once", "--close", "--home", str(home), "--json"]
    return hubs.children.run(arguments, log=home / "edge.log")


def _home(store: Store, hubs: Hubs) -> Path:
    return hubs.folder / "stores" / store.slug


@dataclass(frozen=True, slots=True)
class _Step:
    """Work that is done for every store, some at a time."""

    what: str
    stores: tuple[Store, ...]
    progress: Progress
    children: Children


def _each(step: _Step, work: Callable[[Store], Answer]) -> dict[str, Answer]:
    """Return the answer for each store; when one fails, or the demo is ended, the others end too."""
    step.progress(step.what, 0, len(step.stores))
    answers: dict[str, Answer] = {}
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        futures = {pool.submit(work, store): store.slug for store in step.stores}
        try:
            for done, future in enumerate(as_completed(futures), start=1):
                answers[futures[future]] = future.result()
                step.progress(step.what, done, len(step.stores))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            step.children.end_all()
            raise
    return {store.slug: answers[store.slug] for store in step.stores}
