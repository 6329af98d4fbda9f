"""Whether the store's node is at work, which cameras look, and who paused it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from edge_node.consent.attestations import Attestation, in_force
from edge_node.consent.gate import Gate
from edge_node.consent.kept import read_kept
from edge_node.consent.notice import Sign
from edge_node.consent.pauses import Pause, Pauses, running
from edge_node.consent.watch import Watch
from edge_node.console.happening import Happening
from edge_node.errors import StorageError
from edge_node.storage.documents import load
from edge_node.storage.home import Home
from policies.engine import Deny

NEWEST = 5
"""Pauses that the page lists."""


@dataclass(frozen=True, slots=True)
class CameraHealth:
    """One camera."""

    name: str
    refusal: Deny | None
    """Why it may not look; None when it may."""
    sees: bool
    """True when the node at work has a frame of it from just now."""
    attested_until: date | None
    """The last day of its sign's attestation; None while none is in force, or nobody can tell."""


@dataclass(frozen=True, slots=True)
class Health:
    """What runs here at one moment."""

    is_at_work: bool
    """True when a node answers in the home."""
    cameras: tuple[CameraHealth, ...] = ()
    pause: Pause | None = None
    """The one that runs; None while nothing is paused, and where the register cannot be read."""
    pauses: Sequence[Pause] = ()
    """The newest, newest first, ended ones too."""
    signs: Sequence[Sign] = ()
    """Texts that may hang here, filled in; none where the site file names nobody responsible."""
    problem: str = ""
    """Why the registers cannot be read; every camera is closed then."""

    @property
    def looking(self) -> int:
        """Cameras that may look and do."""
        return sum(camera.refusal is None and camera.sees for camera in self.cameras)

    @property
    def allowed(self) -> int:
        """Cameras that may look now."""
        return sum(camera.refusal is None for camera in self.cameras)


def health_of(home: Home, gate: Gate, now: datetime, said: Happening) -> Health:
    """Return how the store stands; what cannot be read closes every camera, as it does for a node.

    said: what the node at work answered.
    """
    names = [place.name for place in gate.site.cameras]
    refusals = Watch(gate, home, names).refusals(now)
    problem, attested = "", tuple[Attestation, ...]()
    try:
        attested = read_kept(home).attestations
    except StorageError as error:
        problem = str(error)
    pauses = _pauses(home)
    return Health(
        is_at_work=said.is_answered,
        cameras=tuple(
            CameraHealth(
                name, refusals[name], said.cameras.get(name, False), _until(gate, name, attested, now)
            )
            for name in names
        ),
        pause=running(pauses, now),
        pauses=pauses[::-1][:NEWEST],
        signs=tuple(gate.signs.values()),
        problem=problem,
    )


def _pauses(home: Home) -> tuple[Pause, ...]:
    """Return every pause; none where the register cannot be read, which is a problem of its own."""
    try:
        held = load(home.pauses, Pauses)
    except StorageError:
        return ()
    return () if held is None else held.entries


def _until(gate: Gate, camera: str, held: tuple[Attestation, ...], now: datetime) -> date | None:
    found = in_force(held, camera, gate.signs, now=now, zone=gate.site.zone_info)
    return found.until if isinstance(found, Attestation) else None
