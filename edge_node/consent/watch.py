"""Watching a store's signs and pauses while a node works: what was pressed counts within the same second."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from edge_node.consent.gate import Gate
from edge_node.consent.kept import read_kept
from edge_node.errors import StorageError
from edge_node.storage.home import Home
from policies.engine import Deny

_Stamp = tuple[int, int, int] | None


class Watch:
    """Answers for each camera whether it may look; reads the home again when a register there changed."""

    def __init__(self, gate: Gate, home: Home, cameras: Iterable[str]) -> None:
        self._gate = gate
        self._home = home
        self._cameras = tuple(cameras)
        self._asked: tuple[object, ...] = ()
        self._answers: dict[str, Deny | None] = {}

    def refusals(self, now: datetime) -> Mapping[str, Deny | None]:
        """Return by camera why it may not look, None where it may; what cannot be read closes all."""
        asked = (int(now.timestamp()), _stamp(self._home.attestations), _stamp(self._home.pauses))
        if asked != self._asked:
            self._answers = self._ask(now)
            self._asked = asked
        return self._answers

    def _ask(self, now: datetime) -> dict[str, Deny | None]:
        try:
            kept = read_kept(self._home)
        except StorageError as error:
            return dict.fromkeys(self._cameras, Deny("unreadable", "GDPR Art. 24(1)", str(error)))
        return {camera: self._gate.refusal(camera, kept, now) for camera in self._cameras}


def _stamp(path: Path) -> _Stamp:
    """Return what differs whenever the file was replaced, None while it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size
