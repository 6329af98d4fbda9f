"""The error tree of the server side.

AggregatorError
├── HomeError        a home folder without the keys or the policy the role needs
├── DatabaseError    a database that is missing, locked or at another migration
├── PeerError        the other aggregator cannot be reached, or refuses
└── AuditError       the audit log has no such entry, or a bundle cannot be written
"""

from shared.errors import ShoalError


class AggregatorError(ShoalError):
    """Anything the aggregator raises on purpose."""


class HomeError(AggregatorError):
    """A home folder without the keys or the policy the role needs."""


class DatabaseError(AggregatorError):
    """A database that is missing, locked or at another migration."""


class PeerError(AggregatorError):
    """The other aggregator cannot be reached, or refuses."""


class AuditError(AggregatorError):
    """The audit log has no such entry, or a bundle cannot be written."""
