"""The demo changes one setting of the shipped policy and nothing else."""

from pathlib import Path

from edge_node.demo.policy import CLOSES_DAYS, demo_policies
from policies.loader import load_bundle


def test_only_the_closing_time_differs(tmp_path: Path) -> None:
    made = load_bundle(demo_policies(tmp_path), packs=["zones-by-cohort"])
    shipped = load_bundle(packs=["zones-by-cohort"])

    chain = shipped.chain.model_copy(update={"cohort_closes_days": CLOSES_DAYS})

    assert made == shipped.model_copy(update={"chain": chain})
