"""Metrics that read how bodies move, and the gates before them that no document and no pack can open.

Each looks at what the document itself says: a pack that made up for what is missing would permit more.
"""

from typing import Final

from policies.cause import Cause
from policies.schema import MetricRule, PolicyDocument
from shared.metrics import WITHOUT_SITE_FORM
from shared.schemas.task import MetricName

GATED: Final[frozenset[MetricName]] = WITHOUT_SITE_FORM
"""A description of movement and a guess of the next action. Source: DESIGN §5; EU AI Act Art. 3(39)."""

LEAST_COUNT: Final = 50
"""Noisy values below this are never shown of them."""

_ASSESSED_UNDER: Final[dict[MetricName, str]] = {
    "posture": "GDPR Art. 35(3)(c)",
    "intent": "EU AI Act Art. 3(39), Annex III(1)(c), Art. 26(9)",
}


def training_gates(document: PolicyDocument) -> frozenset[Cause]:
    """Return every gate that is closed before a purpose that only trains a model; none where it measures."""
    if document.metrics:
        return frozenset()
    closed = set()
    if not (document.notice_required and document.notice_reference):
        words = "whoever is learnt from must be told; expected a notice required and its text named"
        closed.add(Cause("no_notice", "", "GDPR Art. 13(2)", words))
    if not document.dpia_reference:
        words = "the impact of learning has to be assessed first; expected the assessment's reference"
        closed.add(Cause("no_dpia", "", "GDPR Art. 35(1)", words))
    return frozenset(closed)


def gates(written: MetricRule, document: PolicyDocument) -> frozenset[Cause]:
    """Return every gate that is closed before the metric; none for a metric that is not GATED."""
    if written.name not in GATED:
        return frozenset()
    name = written.name
    closed = set()
    if written.lane != "cohort":
        words = (
            f"{name} exists only as sums over several stores; expected the cohort lane, got {written.lane}"
        )
        closed.add(Cause("no_site_form", "", "GDPR Art. 25(1)", words))
    if not (document.notice_required and document.notice_reference):
        words = f"whoever is read for {name} must be told; expected a notice required and its text named"
        closed.add(Cause("no_notice", "", "EU AI Act Art. 50(3)", words))
    if not document.dpia_reference:
        words = f"the impact of {name} has to be assessed first; expected the assessment's reference"
        closed.add(Cause("no_dpia", "", _ASSESSED_UNDER[name], words))
    if written.minimum_count < LEAST_COUNT:
        words = f"{name} of few says something of each; expected a minimum count of {LEAST_COUNT} or more, "
        closed.add(Cause("small_counts", "", "GDPR Art. 5(1)(c)", f"{words}got {written.minimum_count}"))
    return frozenset(closed)
