"""Findings about what the packs make of the documents: what they turn off, cut short or still wait for."""

from collections.abc import Callable, Iterator
from datetime import date

from policies.cause import Obstacle
from policies.finding import Finding
from policies.gated import gates
from policies.hours import minutes_of
from policies.pack import Cap, NeedsNotice
from policies.rules import apply, rules_of_kind, terms_of_purposes
from policies.schema import PolicyBundle


def _no_jurisdiction(bundle: PolicyBundle, _: date) -> Iterator[Finding]:
    if not any(pack.jurisdiction for pack in bundle.packs):
        words = "no pack of a jurisdiction is applied; apply the one of each place, or strict"
        yield Finding("no_jurisdiction", "warning", "packs", words)


def _pack_missing(bundle: PolicyBundle, _: date) -> Iterator[Finding]:
    applied = {pack.name for pack in bundle.packs}
    for document in bundle.documents:
        for name in sorted(set(document.jurisdictions) - applied):
            words = f"is written for {name!r}, and that pack is not applied"
            yield Finding("pack_missing", "error", document.purpose, words)


def _obstacles(
    name: str, words: str, *obstacles: Obstacle
) -> Callable[[PolicyBundle, date], Iterator[Finding]]:
    """Return the lint that tells which metrics are off for one of the obstacles."""

    def lint(bundle: PolicyBundle, _: date) -> Iterator[Finding]:
        rules = apply(bundle)
        for metric, terms in rules.metrics.items():
            document = rules.purposes[metric].document
            for cause in sorted(set(terms.off) - gates(terms.written, document)):
                if cause.rule in obstacles:
                    why = f"{words} ({cause.article}): {metric} is turned off"
                    yield Finding(name, "warning", document.purpose, why)

    return lint


def _missing_notice(bundle: PolicyBundle, _: date) -> Iterator[Finding]:
    wished = [rule.article for _, rule in rules_of_kind(NeedsNotice, bundle)]
    for document in bundle.documents:
        if wished and not document.notice_reference:
            words = f"refers to no text for the sign that must hang ({wished[0]})"
            yield Finding("missing_notice", "warning", document.purpose, words)


def _over_cap(bundle: PolicyBundle, _: date) -> Iterator[Finding]:
    for pack, cap in rules_of_kind(Cap, bundle):
        more = [d.purpose for d in bundle.documents if getattr(d.retention, cap.kept) > cap.at_most]
        if more:
            words = f"caps {cap.kept} at {cap.at_most} ({cap.article}); more is said by {', '.join(more)}"
            yield Finding("over_cap", "warning", f"packs.{pack}", words)


def _training_outside(bundle: PolicyBundle, _: date) -> Iterator[Finding]:
    for terms in terms_of_purposes(bundle):
        if minutes_of(terms.document.training_hours) & ~terms.training:
            words = "has training hours outside those that the packs leave; nothing is trained then"
            yield Finding("training_outside", "warning", terms.document.purpose, words)


LINTS: dict[str, Callable[[PolicyBundle, date], Iterator[Finding]]] = {
    "pack_missing": _pack_missing,
    "no_jurisdiction": _no_jurisdiction,
    "turned_off": _obstacles("turned_off", "has no form in the cohort lane", "cohort_only", "no_cohort_form"),
    "missing_dpia": _obstacles("missing_dpia", "refers to no impact assessment", "no_dpia"),
    "missing_consent": _obstacles("missing_consent", "does not rest on consent", "no_consent"),
    "missing_notice": _missing_notice,
    "over_cap": _over_cap,
    "training_outside": _training_outside,
}
"""Every check by its name."""
