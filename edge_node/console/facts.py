"""Everything the console says, before any language: its JSON twin is exactly this."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from edge_node.consent.gate import gate_of
from edge_node.consent.kept import site_of
from edge_node.console.contribution import Contribution, contribution_of
from edge_node.console.happening import Happening, happening_in
from edge_node.console.health import Health, health_of
from edge_node.console.sendings import Sendings, sendings_of
from edge_node.node import Node, load_node
from edge_node.site import Site
from edge_node.storage.home import Home
from shared.clock import Clock
from shared.errors import ShoalError


@dataclass(frozen=True, slots=True)
class Facts:
    """One store at one moment."""

    store: str
    """Its name; empty where the site file cannot be read."""
    is_simulated: bool
    at: datetime
    """On the store's clocks, UTC where they are not known."""
    health: Health
    learning: Contribution
    sent: Sendings
    now: Happening
    problem: str = ""
    """Why the home cannot be read: then nothing is measured and nothing learnt, and the page says so."""


def facts_of(root: Path, clock: Clock) -> Facts:
    """Return what holds now; whatever cannot be read is off, and says why."""
    now, said = clock.now(), happening_in(root)
    try:
        site, node = site_of(root), load_node(root, clock)
        health = health_of(Home(root), gate_of(site, node.in_force(now)), now, said)
    except (ShoalError, OSError) as error:
        unreadable = Contribution("unreadable", problem=str(error))
        nothing = Health(said.is_answered)
        return Facts(
            "",
            is_simulated=False,
            at=now,
            health=nothing,
            learning=unreadable,
            sent=Sendings(problem=str(error)),
            now=said,
            problem=str(error),
        )
    return Facts(
        store=site.name,
        is_simulated=site.simulated,
        at=now.astimezone(site.zone_info),
        health=health,
        learning=_learning(node, site),
        sent=_sent(node, site),
        now=said,
    )


def _learning(node: Node, site: Site) -> Contribution:
    try:
        return contribution_of(node, site)
    except (ShoalError, OSError) as error:
        return Contribution("unreadable", problem=str(error))


def _sent(node: Node, site: Site) -> Sendings:
    try:
        return sendings_of(node, site)
    except (ShoalError, OSError) as error:
        return Sendings(problem=str(error))
