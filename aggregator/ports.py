"""The seams of the server side, in the order the data meets them."""

from collections.abc import Sequence
from typing import Protocol

from shared.ids import SiteId
from shared.schemas.layout import SiteLayout
from shared.schemas.release import Release
from shared.schemas.task import MetricName


class Published(Protocol):
    """Everything that has left the gate; all that insights and consoles may read."""

    def releases(self, metric: MetricName | None = None) -> Sequence[Release]:
        """Return releases of the metric (or of all), suppressed ones included, oldest epoch first."""
        ...

    def layouts(self) -> dict[SiteId, SiteLayout]:
        """Return the newest registered layout of each enrolled site."""
        ...
