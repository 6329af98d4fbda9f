"""From the folder a command was given to the aggregator that lives there."""

from pathlib import Path

from aggregator.home import Home
from aggregator.hub import Hub, open_hub
from aggregator.revision import expect


def open_home(home: Path, role: str | None, *, prepared: bool = True) -> Hub:
    """Return the aggregator that lives in the home, or in its leader/ or helper/ where it holds both.

    Raises: HomeError when nothing was made there; DatabaseError, with *prepared*, when its database is of
    another revision.
    """
    opened = open_hub(resolved(home, role))
    if prepared:
        expect(opened.engine)
    return opened


def resolved(home: Path, role: str | None) -> Path:
    """Return the home itself, or its leader/ or helper/ when it is one that holds both."""
    inside = home / (role or "leader")
    return inside if not Home(home).is_made and Home(inside).is_made else home
