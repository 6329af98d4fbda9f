"""One rule that stands in a metric's way: why it is off, or only in the cohort lane."""

from dataclasses import dataclass
from typing import Literal

Obstacle = Literal[
    "off_by_pack",
    "no_dpia",
    "no_consent",
    "cohort_only",
    "no_cohort_form",
    "no_site_form",
    "no_notice",
    "small_counts",
]
"""Why a metric is not measured, or not in the site lane, as the names of refusals."""


@dataclass(frozen=True, slots=True, order=True)
class Cause:
    """One rule that stands in a metric's way."""

    rule: Obstacle
    pack: str
    """The pack's name; empty where no pack is to blame."""
    article: str
    reason: str
