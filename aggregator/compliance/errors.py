"""The error tree of the compliance console.

ComplianceError
├── PenError      a signing key that cannot be made or opened
└── DraftError    a draft that cannot be written, approved or published as it stands
"""

from aggregator.errors import AggregatorError


class ComplianceError(AggregatorError):
    """Anything the console raises on purpose."""


class PenError(ComplianceError):
    """A signing key that cannot be made or opened."""


class DraftError(ComplianceError):
    """A draft that cannot be written, approved or published as it stands."""
