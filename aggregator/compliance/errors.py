"""The error tree of the compliance console.

ComplianceError
├── DraftError    a draft that cannot be written, approved or published as it stands
└── PrintError    a paper that cannot be printed here
"""

from aggregator.errors import AggregatorError


class ComplianceError(AggregatorError):
    """Anything the console raises on purpose."""


class DraftError(ComplianceError):
    """A draft that cannot be written, approved or published as it stands."""


class PrintError(ComplianceError):
    """A paper that cannot be printed here."""
