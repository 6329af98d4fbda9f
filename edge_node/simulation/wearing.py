"""Who wears a badge in a staged clip: all staff theirs, some shoppers the opt-out one; both are known."""

from dataclasses import dataclass, replace

import numpy as np

from edge_node.observations import BadgeKind
from edge_node.scene import SceneBadge
from edge_node.simulation.staging import Staged


@dataclass(frozen=True, slots=True)
class Dress:
    """What is worn."""

    side_m: float
    """Side of the black square: what `shoal edge badge` prints for the camera."""
    optout_share: float = 0.3
    """How many shoppers opt out. A choice."""
    is_on_back: bool = False
    """Whether everybody who wears one wears a second one on the back."""
    staff: bool = True
    """Whether staff wear theirs."""


def wearing(made: Staged, dress: Dress, *, seed: int) -> Staged:
    """Return the clip with badges on; nobody moves otherwise than before."""
    kinds = badges_of(made, dress, seed=seed)
    people = tuple(
        person
        if kinds[person.person] is None
        else person.model_copy(update={"badge": _badge(kinds[person.person], dress)})
        for person in made.scene.people
    )
    return replace(made, scene=made.scene.model_copy(update={"people": people}))


def badges_of(made: Staged, dress: Dress, *, seed: int) -> dict[int, BadgeKind | None]:
    """Return what everybody wears, by their number in the truth."""
    drawn = np.random.default_rng(seed).random(len(made.movements))
    return {
        movement.person: _kind(movement.kind == "staff", float(share), dress)
        for movement, share in zip(made.movements, drawn, strict=True)
    }


def _kind(is_staff: bool, share: float, dress: Dress) -> BadgeKind | None:  # noqa: FBT001
    if is_staff:
        return "staff" if dress.staff else None
    return "optout" if share < dress.optout_share else None


def _badge(kind: BadgeKind | None, dress: Dress) -> SceneBadge | None:
    return None if kind is None else SceneBadge(kind=kind, side_m=dress.side_m, is_on_back=dress.is_on_back)
