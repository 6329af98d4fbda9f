"""What the papers say of metrics that read how bodies move, and only where the policy in force has one."""

from collections.abc import Mapping
from typing import Final

from aggregator.compliance.papers.paper import PaperTable, Section
from policies.gated import GATED
from policies.rules import MetricTerms, apply
from policies.schema import PolicyBundle
from shared.schemas.task import MetricName

INFERRED: Final[Mapping[MetricName, str]] = {
    "posture": "How much arms move and how far they are held from the body, four levels each, from joints "
    "alone. A description: nothing is inferred about what anybody feels or thinks.",
    "intent": "Which of five next actions is likely (pass by, browse, reach, queue, leave), from four "
    "seconds of coarse movement. The guess is made in the store, counted once and kept nowhere.",
}

RISK: Final = (
    "Bodies are read where nobody expects it",
    "Only sums over several stores, none below a bound; a notice and an assessment are gates; staff with "
    "a badge are never read (EU AI Act Art. 5(1)(f))",
    "Joints and short windows of movement exist in the store for a time; a staff badge out of a camera's "
    "range is not seen",
)
"""Risk, what the product does against it, what is left: a row more for the assessment."""


def read_bodies(bundle: PolicyBundle) -> tuple[MetricTerms, ...]:
    """Return the terms of every metric that reads bodies and is measured under the bundle."""
    terms = apply(bundle).metrics
    return tuple(one for name, one in terms.items() if name in GATED and not one.off)


def inferred(bundle: PolicyBundle) -> tuple[Section, ...]:
    """Return the section that says what is read from bodies; none where nothing is."""
    read = read_bodies(bundle)
    if not read:
        return ()
    rules = apply(bundle)
    return (
        Section(
            title="What is read from how bodies move",
            sentences=(
                "Only sums over several stores exist; who wears a staff badge is left out (Art. 5(1)(f)).",
            ),
            table=PaperTable(
                header=("Metric", "What is read", "Assessed in", "Stores in a sum", "Shown from"),
                rows=tuple(
                    (
                        terms.written.name,
                        INFERRED[terms.written.name],
                        rules.purposes[terms.written.name].document.dpia_reference,
                        str(rules.minimum_batch),
                        str(terms.minimum_count),
                    )
                    for terms in read
                ),
            ),
        ),
    )
