"""Every metric has its function."""

from typing import get_args

from edge_node.features.catalog import CATALOG
from shared.schemas.task import MetricName


def test_every_metric_a_policy_can_name_is_measured() -> None:
    assert set(CATALOG) == set(get_args(MetricName))
