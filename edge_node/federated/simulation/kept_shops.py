"""The drawn windows of a chain's first shops, kept while they fit: drawing anew costs more than a step."""

from typing import Final

from edge_node.federated.simulation.shops import Chain
from edge_node.federated.training import Examples

MOST_BYTES: Final = 64 << 20
"""Some 3,000 shops; the others are drawn anew each round, so that ten thousand need no more memory."""


class KeptShops:
    """A chain's examples, the same whether drawn now or before."""

    def __init__(self, chain: Chain, most_bytes: int = MOST_BYTES) -> None:
        self._chain = chain
        self._kept: dict[int, Examples] = {}
        self._left_bytes = most_bytes

    def trained_on(self, site: int) -> Examples:
        """Return the windows that the shop of that number holds."""
        if site in self._kept:
            return self._kept[site]
        drawn = self._chain.trained_on(site)
        size_bytes = drawn.windows.nbytes + drawn.labels.nbytes
        if size_bytes <= self._left_bytes:
            self._kept[site] = drawn
            self._left_bytes -= size_bytes
        return drawn
