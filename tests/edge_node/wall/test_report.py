"""Before anything ran, the report claims nothing."""

from edge_node.wall.report import WallReport


def test_an_unused_wall_claims_nothing() -> None:
    report = WallReport()

    assert (report.confined, report.counted, report.denied, report.frames) == (False, False, {}, 0)
