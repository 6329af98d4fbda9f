"""The one error root.

ShoalError
├── shared.config.ConfigError
├── shared.wire.errors.WireError
├── privacy.errors.PrivacyError
├── policies.errors.PolicyError
├── edge_node.errors.EdgeError
└── aggregator.errors.AggregatorError
"""


class ShoalError(Exception):
    """Anything Shoal raises on purpose; its message says what was expected and what came."""
