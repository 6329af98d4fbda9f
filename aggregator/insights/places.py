"""What rows are about: the parts of one store by their own names, of several by the chain's words."""

from collections.abc import Mapping

from aggregator.insights.index import Index
from shared.ids import SiteId
from shared.metrics import Subjects
from shared.schemas.layout import SiteLayout

Names = Mapping[tuple[str, str], str]
"""From (scope, subject of a cell) to the row it belongs in; cohort vectors speak the chain's words."""


def zones(index: Index, sites: tuple[SiteId, ...]) -> Names:
    """Return the parts of the stores, queues among them; the strip outside is none."""
    return _named(index, sites, {site: Subjects.of_site(index.layouts[site]).zones for site in sites})


def queues(index: Index, sites: tuple[SiteId, ...]) -> Names:
    """Return the zones that people wait in."""
    return _named(index, sites, {site: Subjects.of_site(index.layouts[site]).queues for site in sites})


def shelves(index: Index, sites: tuple[SiteId, ...]) -> Names:
    """Return the shelves; over several stores they go by the type of the zone one stands in."""
    found: dict[tuple[str, str], str] = {}
    for site in sites:
        layout = index.layouts[site]
        kinds = _kinds(layout)
        for shelf in layout.shelves:
            found[site, shelf.name] = shelf.name if len(sites) == 1 else kinds[shelf.zone]
    return found


def _named(
    index: Index, sites: tuple[SiteId, ...], wanted: Mapping[SiteId, tuple[str, ...]]
) -> dict[tuple[str, str], str]:
    return {
        (site, zone): zone if len(sites) == 1 else _kinds(index.layouts[site])[zone]
        for site, names in wanted.items()
        for zone in names
    }


def _kinds(layout: SiteLayout) -> dict[str, str]:
    return {zone.name: zone.zone_type for zone in layout.zones}
