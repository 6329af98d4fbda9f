"""Since when this node measures: the first epoch that is due is the one that holds this moment."""

from datetime import datetime

from edge_node.storage.documents import load, save
from edge_node.storage.home import Home
from shared.schemas.layout import Wire


class Begun(Wire):
    """The earliest moment the node measured."""

    at: datetime
    """UTC."""


def note_begun(home: Home, at: datetime) -> datetime:
    """Return the earliest moment noted so far, this one included, and keep it.

    Raises: StorageError when the note cannot be read or written.
    """
    held = load(home.begun, Begun)
    if held is not None and held.at <= at:
        return held.at
    save(home.begun, Begun(at=at))
    return at
