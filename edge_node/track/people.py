"""Whose tracks are whose: the tracks of one view, mix-ups undone, sorted into people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from edge_node.observations import Track
from edge_node.track.cameras import Meeting, Sighting, bonds_of, linked_by, people_of, ties_of
from edge_node.track.mixups import mixups_of, partings_of, pieces_of

LEFTOVER_S = 3.0
"""What a mix-up leaves that no other camera saw and that is shorter is nobody."""


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A track, or what is left of one between two mix-ups."""

    source: int
    """Which of the tracks it is from."""
    track: Track
    sighting: Sighting


@dataclass(frozen=True, slots=True)
class People:
    """Who is who."""

    people: tuple[tuple[Piece, ...], ...]
    """The pieces of each person."""
    linked: tuple[tuple[int, ...], ...]
    """Tracks that say something about each other, each once: what must be decided together."""


def sort_out(
    tracks: Sequence[Track],
    sightings: Sequence[Sighting],
    error_m: Mapping[str, float],
    known: dict[tuple[Sighting, Sighting], Meeting] | None = None,
) -> People:
    """Return the people of one view's tracks.

    error_m: root mean square error of a floor position, by camera.
    known: meetings worked out before, which are added to.
    """
    ties = ties_of(sightings, error_m, known)
    bonds = bonds_of(ties)
    person = {member: group for group in people_of(sightings, bonds, error_m) for member in group}
    partings = [parting for parting in partings_of(ties) if person[parting[1]] is person[parting[2]]]
    mixups = mixups_of(sightings, partings)
    pieces = [
        piece
        for source, track in enumerate(tracks)
        for piece in _pieces(source, track, sightings[source], mixups.get(source, []))
    ]
    linked = [(bond.first, bond.second) for bond in bonds]
    parts = [piece.sighting for piece in pieces]
    bonds = bonds_of(ties_of(parts, error_m)) if mixups else bonds
    linked += [(pieces[bond.first].source, pieces[bond.second].source) for bond in bonds]
    groups = (tuple(pieces[member] for member in group) for group in people_of(parts, bonds, error_m))
    return People(
        people=tuple(group for group in groups if not _is_leftover(group, sightings)),
        linked=tuple(linked_by(len(tracks), linked)),
    )


def _pieces(source: int, track: Track, sighting: Sighting, cuts_s: Sequence[float]) -> list[Piece]:
    if not cuts_s:
        return [Piece(source, track, sighting)]
    parts = pieces_of(track, cuts_s)
    return [Piece(source, part, Sighting.of(sighting.camera, part.t_s, part.floor_xy_m)) for part in parts]


def _is_leftover(group: Sequence[Piece], sightings: Sequence[Sighting]) -> bool:
    """Whether it is one short piece of a longer track."""
    piece, whole = group[0].sighting, sightings[group[0].source]
    is_part = piece.until_s - piece.from_s < whole.until_s - whole.from_s
    return len(group) == 1 and is_part and piece.until_s - piece.from_s < LEFTOVER_S
