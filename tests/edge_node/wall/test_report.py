"""Before anything ran, the report claims nothing."""

from edge_node.drops import no_drops
from edge_node.wall.report import WallReport


def test_an_unused_wall_claims_nothing() -> None:
    report = WallReport()

    assert report.dropped == report.withheld == no_drops()
    assert (report.confined, report.counted, report.denied, report.frames) == (False, False, {}, 0)
