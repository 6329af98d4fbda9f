"""Every metric has its function."""

from typing import get_args

from edge_node.features.catalog import CATALOG, JOINT
from shared.schemas.task import MetricName


def test_every_metric_a_policy_can_name_is_measured() -> None:
    assert set(CATALOG) | JOINT == set(get_args(MetricName))


def test_a_metric_is_summed_or_joint() -> None:
    assert not set(CATALOG) & JOINT
