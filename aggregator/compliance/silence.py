"""What the overview says of cohort batches that closed and were not summed: dropped, or a leader is down."""

from collections.abc import Sequence

from aggregator.aggregate.overdue import Overdue
from aggregator.compliance.log_page import KEY
from aggregator.compliance.model import Attention
from aggregator.compliance.words import count_of


def attention(found: Sequence[Overdue]) -> list[Attention]:
    """Return a line for each batch: the stores' reports lie here, and no sum was made of them."""
    return [
        Attention(
            what=f"{one.name.task_id} of {one.name.cohort_id}",
            why=f"{count_of(one.reports, 'report')} of epoch {one.name.epoch} came, and no sum was asked for",
            until="",
            address=f"/compliance/{KEY}",
        )
        for one in found
    ]
