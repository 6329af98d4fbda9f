"""Flower's grid as the transport of a round: opaque bytes in one record, no arrays, no numbers of its own."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import httpx
from flwr.app import ConfigRecord, Message, RecordDict
from flwr.serverapp import Grid

from aggregator.ports import Heard

FIELD: Final = "shoal"
"""The one record of every message."""

ENVELOPE: Final = "envelope"
"""The one field of a reply."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class GridNodes:
    """The nodes connected to a SuperLink; implements aggregator.ports.Nodes."""

    grid: Grid
    _waiting: set[str] = field(default_factory=set)
    """Ids of instructions without a reply."""

    def available(self) -> Sequence[int]:
        """Return the nodes that the SuperLink knows to be online."""
        try:
            return sorted(self.grid.get_node_ids())
        except httpx.HTTPError as error:
            _log.warning("the SuperLink does not answer: %s", error)
            return []

    def send(self, instruction: Mapping[str, bytes], nodes: Sequence[int]) -> None:
        """Give every node the same instruction; those of an earlier round are no longer waited for.

        A SuperLink that is away takes none: the round hears nobody, and the next one asks again.
        """
        messages = [Message(_record(instruction), node, "train") for node in nodes]
        self._waiting = set()
        try:
            self._waiting = {one for one in self.grid.push_messages(messages) if one}
        except httpx.HTTPError as error:
            _log.warning("the SuperLink does not answer: %s", error)

    def hear(self) -> Heard:
        """Return what came back since the last look; a SuperLink that is away is silence."""
        if not self._waiting:
            return Heard((), 0)
        try:
            replies = list(self.grid.pull_messages(self._waiting))
        except httpx.HTTPError as error:
            _log.warning("the SuperLink does not answer: %s", error)
            return Heard((), len(self._waiting))
        envelopes = []
        for reply in replies:
            self._waiting.discard(reply.metadata.reply_to_message_id)
            envelope = _envelope(reply)
            if envelope:
                envelopes.append(envelope)
        return Heard(envelopes, len(self._waiting))


def _record(instruction: Mapping[str, bytes]) -> RecordDict:
    return RecordDict({FIELD: ConfigRecord({**instruction})})


def _envelope(reply: Message) -> bytes:
    """Return what a node sent, or nothing when it refused or sent something else."""
    if reply.has_error():
        _log.warning("a node did not take part: %s", reply.error.reason)
        return b""
    record = reply.content.config_records.get(FIELD)
    found = None if record is None else record.get(ENVELOPE)
    return found if isinstance(found, bytes) else b""
