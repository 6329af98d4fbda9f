"""Whether the store's node is at work, which cameras may look, and who paused it."""

from dataclasses import dataclass
from datetime import date, datetime

from edge_node.consent.attestations import Attestation, in_force
from edge_node.consent.gate import Gate
from edge_node.consent.kept import read_kept
from edge_node.consent.pauses import Pause, running
from edge_node.consent.watch import Watch
from edge_node.errors import StorageError
from edge_node.storage.home import Home
from policies.engine import Deny


@dataclass(frozen=True, slots=True)
class CameraHealth:
    """One camera."""

    name: str
    refusal: Deny | None
    """Why it may not look; None when it may."""
    attested_until: date | None
    """The last day of its sign's attestation; None while none is in force."""


@dataclass(frozen=True, slots=True)
class Health:
    """What runs here at one moment."""

    is_at_work: bool
    """True when a node answers in the home."""
    cameras: tuple[CameraHealth, ...]
    pause: Pause | None
    """The one that runs; None while nothing is paused, and where the register cannot be read."""
    problem: str = ""
    """Why the registers cannot be read; every camera is closed then."""

    @property
    def looking(self) -> int:
        """Cameras that may look now."""
        return sum(camera.refusal is None for camera in self.cameras)

    @property
    def is_measuring(self) -> bool:
        """True when a node is at work and some camera may look."""
        return self.is_at_work and self.looking > 0


def health_of(home: Home, gate: Gate, now: datetime, *, is_at_work: bool) -> Health:
    """Return how the store stands; what cannot be read closes every camera, as it does for a node."""
    names = [place.name for place in gate.site.cameras]
    refusals = Watch(gate, home, names).refusals(now)
    try:
        kept = read_kept(home)
    except StorageError as error:
        cameras = tuple(CameraHealth(name, refusals[name], None) for name in names)
        return Health(is_at_work, cameras, None, str(error))
    cameras = tuple(
        CameraHealth(name, refusals[name], _until(gate, name, kept.attestations, now)) for name in names
    )
    return Health(is_at_work, cameras, running(kept.pauses, now))


def _until(gate: Gate, camera: str, held: tuple[Attestation, ...], now: datetime) -> date | None:
    found = in_force(held, camera, gate.signs, now=now, zone=gate.site.zone_info)
    return found.until if isinstance(found, Attestation) else None
