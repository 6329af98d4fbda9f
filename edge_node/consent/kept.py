"""What a store's home holds about signs, pauses, consents and its learning."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from edge_node.consent.attestations import Attestation, Attestations
from edge_node.consent.objections import Objection, Objections
from edge_node.consent.panel import panels
from edge_node.consent.pauses import Pause, Pauses
from edge_node.consent.receipts import Receipts
from edge_node.errors import PairingError
from edge_node.site import Site
from edge_node.site_reader import load_site
from edge_node.storage.documents import load
from edge_node.storage.home import Home


@dataclass(frozen=True, slots=True)
class Kept:
    """Every attestation and pause of the store, and when its learning was switched off."""

    attestations: tuple[Attestation, ...] = ()
    pauses: tuple[Pause, ...] = ()
    learning_stops: tuple[Pause, ...] = ()
    """Pauses of learning alone: what is measured goes on."""


def read_kept(home: Home) -> Kept:
    """Return what is kept.

    Raises: StorageError for a register that is damaged: who reads it must then measure nothing.
    """
    attestations, pauses = load(home.attestations, Attestations), load(home.pauses, Pauses)
    return Kept(
        attestations=() if attestations is None else attestations.entries,
        pauses=() if pauses is None else pauses.entries,
        learning_stops=learning_stops_of(home),
    )


def learning_stops_of(home: Home) -> tuple[Pause, ...]:
    """Return when learning alone was switched off here.  Raises: StorageError for a damaged register."""
    held = load(home.learning_stops, Pauses)
    return () if held is None else held.entries


def panels_of(home: Home, today: date) -> frozenset[str]:
    """Return the purposes that somebody here has consented to, as of the day.

    Raises: StorageError for a damaged register.
    """
    return panels(consents_of(home), today)


def consents_of(home: Home) -> Receipts:
    """Return every consent given here.  Raises: StorageError for a damaged register."""
    return load(home.receipts, Receipts) or Receipts()


def objections_of(root: Path) -> tuple[Objection, ...]:
    """Return every objection, oldest first.  Raises: StorageError for a register that is damaged."""
    held = load(Home(root).objections, Objections)
    return () if held is None else held.entries


def site_of(root: Path) -> Site:
    """Return the store as it was paired.

    Raises: PairingError when the home holds no site file; SiteError, ConfigError for a wrong one.
    """
    home = Home(root)
    if not home.site.exists():
        raise PairingError(f"{root} holds no paired node; run `shoal edge pair --leader CODE --helper CODE`")
    return load_site(home.site)
