"""Who this node is to whom: what pairing settled and pinned."""

from shared.ids import CohortId, EdgeId, SiteId
from shared.schemas.keys import Hex64
from shared.schemas.layout import Wire
from shared.wire.codec import Role


class Peer(Wire):
    """One aggregator this node is enrolled at."""

    base_url: str
    root_public_key: Hex64
    """Pinned at pairing; everything the aggregator publishes is verified with it."""
    tls_keys: tuple[Hex64, ...] = ()
    """The TLS keys that the root key has vouched for last; empty: certificate authorities decide."""


class Pairing(Wire):
    """The state of pairing; whole once both aggregators stand in it."""

    edge_id: EdgeId
    site_id: SiteId = SiteId("")
    """Named by the leader."""
    cohort_id: CohortId = CohortId("")
    """Drawn by the helper."""
    leader: Peer | None = None
    helper: Peer | None = None

    def peer(self, role: Role) -> Peer | None:
        """Return the aggregator of the role, None before it has enrolled this node."""
        return self.leader if role == "leader" else self.helper

    @property
    def is_whole(self) -> bool:
        """True when both aggregators have enrolled this node."""
        return self.leader is not None and self.helper is not None
