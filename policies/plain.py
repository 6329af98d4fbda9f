"""One purpose in plain words as it holds under every pack: what, on which basis, and why something is off."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from policies.cause import Cause
from policies.gated import training_gates
from policies.hours import spans_of
from policies.pack import Cap, Kept, NeedsNotice, QuietHours, TrainingHours, TrainingNeedsAssessment
from policies.rules import MetricTerms, PurposeTerms, apply, rules_of_kind
from policies.schema import PolicyBundle, PolicyDocument

KEPT_WORDS: dict[Kept, str] = {
    "track_minutes": "tracks {} minutes",
    "outbox_days": "unsent reports {} days",
    "release_months": "published numbers {} months",
    "window_hours": "movement windows {} hours",
    "audit_years": "audit entries {} years",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that holds, and why it is not otherwise."""

    label: str
    words: str
    because: tuple[str, ...] = ()
    """Each with its pack and article; empty where the document alone says so."""


def tell(document: PolicyDocument, bundle: PolicyBundle) -> tuple[Told, ...]:
    """Return everything that holds for one of the bundle's purposes, in the order people ask for it."""
    rules = apply(bundle)
    terms = _terms(document, bundle)
    return (
        Told("lawful basis", document.lawful_basis.replace("_", " ")),
        Told("owner", document.owner),
        Told("review by", str(document.review_by)),
        _notice(terms, bundle),
        Told("assessment", document.dpia_reference or "none is named"),
        Told("children", document.children.replace("_", " ")),
        _quiet(terms, bundle),
        _training(terms, bundle),
        _kept(terms, bundle),
        *(_metric(rules.metrics[rule.name]) for rule in document.metrics),
    )


def _terms(document: PolicyDocument, bundle: PolicyBundle) -> PurposeTerms:
    rules = apply(bundle)
    if document.metrics:
        return rules.purposes[document.metrics[0].name]
    return next(one for one in rules.trained if one.document == document)


def _notice(terms: PurposeTerms, bundle: PolicyBundle) -> Told:
    if not terms.needs_notice:
        return Told("notice", "not required")
    text = terms.document.notice_reference
    words = "a sign must hang" + (f" ({text})" if text else "")
    return Told("notice", words, _because(NeedsNotice, bundle))


def _quiet(terms: PurposeTerms, bundle: PolicyBundle) -> Told:
    spans = ", ".join(str(span) for span in spans_of(terms.quiet))
    return Told("quiet hours", spans or "none", _because(QuietHours, bundle))


def _training(terms: PurposeTerms, bundle: PolicyBundle) -> Told:
    spans = ", ".join(str(span) for span in spans_of(terms.training))
    if not terms.document.training_hours:
        return Told("training", "no model is trained")
    because = (
        *(_words(cause) for cause in sorted(training_gates(terms.document))),
        *_because(TrainingHours, bundle),
        *_because(TrainingNeedsAssessment, bundle),
    )
    return Told("training", spans or "no model is trained", because)


def _kept(terms: PurposeTerms, bundle: PolicyBundle) -> Told:
    words = ", ".join(KEPT_WORDS[kept].format(getattr(terms.retention, kept)) for kept in get_args(Kept))
    cut = (
        f"{pack}, {cap.article}: {cap.reason}"
        for pack, cap in rules_of_kind(Cap, bundle)
        if getattr(terms.document.retention, cap.kept) > cap.at_most
    )
    return Told("kept", words, tuple(sorted(set(cut))))


def _metric(terms: MetricTerms) -> Told:
    name = terms.written.name.replace("_", " ")
    if terms.off:
        return Told("metric", f"{name}: off", tuple(_words(cause) for cause in terms.off))
    seen_by = "only as a sum over several stores" if terms.lane == "cohort" else "each store for itself"
    prices = ", ".join(f"{level} rho {rho}" for level, rho in terms.written.rho.items())
    least = f", shown from {terms.minimum_count}" if terms.minimum_count else ""
    most = terms.written.max_per_site if terms.lane == "cohort" else 0
    proof = f", no store adds more than {most} to a cell and proves it" if most else ""
    moved = tuple(_words(cause) for cause in terms.moved)
    return Told("metric", f"{name}: {seen_by} ({terms.lane} lane; {prices}{least}{proof})", moved)


def _words(cause: Cause) -> str:
    return f"{cause.pack}, {cause.article}: {cause.reason}".removeprefix(", ")


def _because(
    kind: type[NeedsNotice] | type[QuietHours] | type[TrainingHours] | type[TrainingNeedsAssessment],
    bundle: PolicyBundle,
) -> tuple[str, ...]:
    found: Iterator[str] = (
        f"{pack}, {rule.article}: {rule.reason}" for pack, rule in rules_of_kind(kind, bundle)
    )
    return tuple(sorted(set(found)))
