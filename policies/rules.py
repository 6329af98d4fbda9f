"""What holds once every pack has had its say: of two rules the stricter one, whoever wrote it.

Every effect is a union, an intersection, a maximum or a minimum, so packs commute, one applied twice is one
applied once, and a rule more never permits more.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TypeVar

from policies.cause import Cause, Obstacle
from policies.gated import gates, training_gates
from policies.hours import NO_MINUTE, minutes_of
from policies.pack import (
    Cap,
    CohortOnly,
    MinimumBatch,
    MinimumCount,
    NeedsAssessment,
    NeedsConsent,
    NeedsNotice,
    Off,
    QuietHours,
    TrainingHours,
    TrainingNeedsAssessment,
)
from policies.schema import MetricRule, PolicyBundle, PolicyDocument, Retention
from shared.metrics import WITHOUT_COHORT_FORM
from shared.schemas.task import Lane, MetricName

BUNDLES_AT_HAND = 32
"""Bundles whose rules are remembered: what is in force, and what was when late reports were measured."""

_Kind = TypeVar("_Kind")

_WITHOUT_FORM_ARTICLE = "GDPR Art. 25(1)"


@dataclass(frozen=True, slots=True)
class MetricTerms:
    """How a metric may be measured."""

    written: MetricRule
    """The rule as its document says it."""
    lane: Lane
    minimum_count: int
    """Noisy values below this are shown as suppressed."""
    moved: tuple[Cause, ...]
    """Why it exists only as sums over several sites; empty where it does not, or its document says so."""
    off: tuple[Cause, ...]
    """Why it is not measured; empty when it is."""


@dataclass(frozen=True, slots=True)
class PurposeTerms:
    """What holds for everything that is measured for a purpose."""

    document: PolicyDocument
    """As it was written."""
    retention: Retention
    """With every cap."""
    needs_notice: bool
    quiet: int
    """Minutes of the local day in which nothing is measured (policies.hours)."""
    training: int
    """Minutes of the local day in which models may be trained."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that follows from a bundle's documents and packs together."""

    metrics: Mapping[MetricName, MetricTerms]
    purposes: Mapping[MetricName, PurposeTerms]
    """By metric: the terms of the purpose it is measured for."""
    minimum_batch: int
    """Sites that a cohort sum needs."""
    trained: tuple[PurposeTerms, ...] = ()
    """The terms of purposes that measure nothing: a model is trained for them."""


@lru_cache(maxsize=BUNDLES_AT_HAND)
def apply(bundle: PolicyBundle) -> Rules:
    """Return what holds under the bundle; of a metric in two documents the first one counts."""
    metrics: dict[MetricName, MetricTerms] = {}
    purposes: dict[MetricName, PurposeTerms] = {}
    for document in bundle.documents:
        terms = _purpose_terms(document, bundle)
        for written in document.metrics:
            metrics.setdefault(written.name, _metric_terms(written, document, bundle))
            purposes.setdefault(written.name, terms)
    asked = (rule.at_least for _, rule in rules_of_kind(MinimumBatch, bundle))
    return Rules(
        metrics=MappingProxyType(metrics),
        purposes=MappingProxyType(purposes),
        minimum_batch=max([bundle.chain.minimum_batch, *asked]),
        trained=tuple(_purpose_terms(one, bundle) for one in bundle.documents if not one.metrics),
    )


def terms_of_purposes(bundle: PolicyBundle) -> tuple[PurposeTerms, ...]:
    """Return the terms of every purpose once, in the order of the documents, those that only train last."""
    rules = apply(bundle)
    found = (*rules.purposes.values(), *rules.trained)
    return tuple({terms.document.purpose: terms for terms in found}.values())


def rules_of_kind(kind: type[_Kind], bundle: PolicyBundle) -> Iterator[tuple[str, _Kind]]:
    """Yield every rule of one kind with the name of its pack."""
    for pack in bundle.packs:
        for rule in pack.rules:
            if isinstance(rule, kind):
                yield pack.name, rule


def _metric_terms(written: MetricRule, document: PolicyDocument, bundle: PolicyBundle) -> MetricTerms:
    moved = _causes("cohort_only", CohortOnly, written, bundle)
    lane: Lane = "cohort" if moved else written.lane
    off = _causes("off_by_pack", Off, written, bundle)
    if not document.dpia_reference:
        off |= _causes("no_dpia", NeedsAssessment, written, bundle)
    if document.lawful_basis != "consent":
        off |= _causes("no_consent", NeedsConsent, written, bundle)
    if lane == "cohort" and written.name in WITHOUT_COHORT_FORM:
        off |= moved or {_without_form(written)}
    off |= gates(written, document)
    counts = (r.at_least for _, r in rules_of_kind(MinimumCount, bundle) if written.name in r.metrics)
    return MetricTerms(
        written=written,
        lane=lane,
        minimum_count=max([written.minimum_count, *counts]),
        moved=tuple(sorted(moved)),
        off=tuple(sorted(off)),
    )


_AboutMetrics = TypeVar("_AboutMetrics", Off, CohortOnly, NeedsAssessment, NeedsConsent)


def _causes(
    obstacle: Obstacle, kind: type[_AboutMetrics], written: MetricRule, bundle: PolicyBundle
) -> set[Cause]:
    return {
        Cause(obstacle, pack, rule.article, rule.reason)
        for pack, rule in rules_of_kind(kind, bundle)
        if written.name in rule.metrics
    }


def _without_form(written: MetricRule) -> Cause:
    words = f"the cells of {written.name} are places of one floor: no sum over several stores exists"
    return Cause("no_cohort_form", "", _WITHOUT_FORM_ARTICLE, words)


def _purpose_terms(document: PolicyDocument, bundle: PolicyBundle) -> PurposeTerms:
    quiet = minutes_of(document.quiet_hours)
    for _, rest in rules_of_kind(QuietHours, bundle):
        quiet |= minutes_of(rest.hours)
    return PurposeTerms(
        document=document,
        retention=_capped(document.retention, bundle),
        needs_notice=document.notice_required or any(rules_of_kind(NeedsNotice, bundle)),
        quiet=quiet,
        training=_training(document, bundle),
    )


def _training(document: PolicyDocument, bundle: PolicyBundle) -> int:
    if training_gates(document):
        return NO_MINUTE
    if not document.dpia_reference and any(rules_of_kind(TrainingNeedsAssessment, bundle)):
        return NO_MINUTE
    training = minutes_of(document.training_hours)
    for _, permitted in rules_of_kind(TrainingHours, bundle):
        training &= minutes_of(permitted.hours)
    return training


def _capped(written: Retention, bundle: PolicyBundle) -> Retention:
    kept = written.model_dump()
    for _, cap in rules_of_kind(Cap, bundle):
        kept[cap.kept] = min(kept[cap.kept], cap.at_most)
    return Retention.model_validate(kept)
