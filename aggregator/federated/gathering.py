"""The replies of one round as they come in: opened, judged, and one from each node.

Source: shared/wire/PROTOCOL.md §21.3.
"""

import logging
from dataclasses import dataclass, field

from aggregator.database import reading
from aggregator.federated.opening import opened
from aggregator.hub import Hub
from shared.schemas.learning import Instruction
from shared.wire.problems import Problem

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Gathering:
    """The leader's shares of one round."""

    hub: Hub
    told: Instruction
    shares: dict[bytes, bytes] = field(default_factory=dict)
    """The leader's opened share by report id."""
    received_bytes: int = 0
    _edges: set[str] = field(default_factory=set)

    def take(self, envelope: bytes) -> str:
        """Keep the share of a good, first report of this very round; return why another is not taken."""
        with reading(self.hub.engine) as session:
            found = opened(session, envelope, self.hub)
        if isinstance(found, Problem):
            return self._left_out(found.name)
        message, share = found
        header = message.header
        if header.epoch != self.told.round or header.layout_hash != self.told.hash:
            return self._left_out("stale_model")
        if header.edge_id in self._edges:
            return self._left_out("second_report")
        self._edges.add(header.edge_id)
        self.shares[header.report_id] = share
        self.received_bytes += len(envelope)
        return ""

    def _left_out(self, reason: str) -> str:
        _log.warning("a reply was left out", extra={"problem": reason})
        return reason
