"""What a compliance officer should look at before signing: named findings over one bundle.

An error must be mended before the bundle can be in force; a warning is for people to judge.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction

from policies import lint_packs
from policies.errors import DocumentError
from policies.finding import Finding
from policies.gated import gates, training_gates
from policies.hours import EVERY_MINUTE
from policies.rules import apply, terms_of_purposes
from policies.schema import PolicyBundle
from policies.tasks import shares, tasks
from policies.wording import forbidden_words
from shared.metrics import QUEUE
from shared.schemas.task import Lane

REVIEW_SOON = timedelta(days=60)
"""A review that is due within this is announced."""

OUTBOX_DAYS = 30
"""Days a store may be offline without losing reports; a shorter outbox loses them earlier."""


def findings(bundle: PolicyBundle, today: date) -> tuple[Finding, ...]:
    """Return everything that can be found, errors first, then in the order of LINTS."""
    found = [finding for lint in LINTS.values() for finding in lint(bundle, today)]
    return tuple(sorted(found, key=lambda finding: finding.severity != "error"))


def _inconsistent(bundle: PolicyBundle, _: date) -> Iterator[Finding]:
    try:
        tasks(bundle)
    except DocumentError as error:
        yield Finding("inconsistent", "error", "documents", f"{error}; nothing of it can be in force")


def _review(bundle: PolicyBundle, today: date) -> Iterator[Finding]:
    for document in bundle.documents:
        if today > document.review_by:
            words = f"had to be reviewed by {document.review_by}; until then nothing is measured for it"
            yield Finding("review_overdue", "error", document.purpose, words)
        elif today + REVIEW_SOON > document.review_by:
            words = f"is to be reviewed by {document.review_by}; plan it now"
            yield Finding("review_soon", "warning", document.purpose, words)


def _no_notice(bundle: PolicyBundle, _: date) -> Iterator[Finding]:
    for document in bundle.documents:
        if not document.notice_required:
            words = "requires no sign; whoever is measured must be told (GDPR Art. 13)"
            yield Finding("no_notice", "error", document.purpose, words)


def _forbidden_word(bundle: PolicyBundle, _: date) -> Iterator[Finding]:
    texts = [(d.purpose, f"{d.purpose} {d.title} {d.statement}") for d in bundle.documents]
    texts += [("chain.zone_types", " ".join(bundle.chain.zone_types))]
    for where, text in texts:
        for word in forbidden_words(text):
            words = f"speaks of {word!r}, which nothing here measures"
            yield Finding("forbidden_word", "error", where, words)


def _ends(bundle: PolicyBundle, today: date) -> Iterator[Finding]:
    end = bundle.chain.not_after.date()
    if today > end:
        yield Finding("expired", "error", "chain.not_after", f"ended on {end}; nothing is measured under it")
    elif today + REVIEW_SOON > end:
        yield Finding("ends_soon", "warning", "chain.not_after", f"ends on {end}; sign its successor before")


def _short_outbox(bundle: PolicyBundle, _: date) -> Iterator[Finding]:
    for document in bundle.documents:
        days = document.retention.outbox_days
        if days < OUTBOX_DAYS:
            words = f"keeps unsent reports for {days} days; a store offline for longer loses them"
            yield Finding("short_outbox", "warning", document.purpose, words)


def _nothing_to_measure(bundle: PolicyBundle, _: date) -> Iterator[Finding]:
    if QUEUE in bundle.chain.zone_types:
        return
    for document in bundle.documents:
        for rule in document.metrics:
            if rule.name in ("queue_length", "queue_wait"):
                words = f"measures {rule.name}, and the chain has no zone type {QUEUE!r}"
                yield Finding("nothing_to_measure", "warning", document.purpose, words)


def _unspent(bundle: PolicyBundle, _: date) -> Iterator[Finding]:
    try:
        permitted = tasks(bundle).values()
    except DocumentError:
        return
    for lane, share in shares(bundle).items():
        left = share - sum((task.exact_rho for task in permitted if task.lane == lane), Fraction(0))
        if left > share / 2 and _is_used(lane, bundle):
            words = f"leaves rho {left} of {share} unspent; less noise would cost nothing"
            yield Finding("unspent", "warning", f"chain.budget.{lane}", words)


def _is_used(lane: Lane, bundle: PolicyBundle) -> bool:
    return any(task.lane == lane for task in tasks(bundle).values())


def _unassessed(bundle: PolicyBundle, _: date) -> Iterator[Finding]:
    rules = apply(bundle)
    for metric, terms in rules.metrics.items():
        document = rules.purposes[metric].document
        if terms.lane == "cohort" and not terms.off and not document.dpia_reference:
            words = f"measures {metric}, too telling for one store, and refers to no impact assessment"
            yield Finding("unassessed", "warning", document.purpose, words)


def _closed_gate(bundle: PolicyBundle, _: date) -> Iterator[Finding]:
    for document in bundle.documents:
        for rule in document.metrics:
            for cause in sorted(gates(rule, document)):
                words = f"{cause.reason} ({cause.article}); until then {rule.name} is off"
                yield Finding("closed_gate", "error", document.purpose, words)
        for cause in sorted(training_gates(document)):
            words = f"{cause.reason} ({cause.article}); until then no model is trained"
            yield Finding("closed_gate", "error", document.purpose, words)


def _masked_measured(bundle: PolicyBundle, _: date) -> Iterator[Finding]:
    for name in sorted(set(bundle.chain.masked_zone_types).intersection(bundle.chain.zone_types)):
        words = f"no camera may see a {name}, and chain.zone_types names it as a place to measure"
        yield Finding("masked_measured", "error", "chain.masked_zone_types", words)


def _quiet_always(bundle: PolicyBundle, _: date) -> Iterator[Finding]:
    for terms in terms_of_purposes(bundle):
        if terms.quiet == EVERY_MINUTE:
            words = "has quiet hours that never end; nothing is ever measured for it"
            yield Finding("quiet_always", "error", terms.document.purpose, words)


def _no_windows(bundle: PolicyBundle, _: date) -> Iterator[Finding]:
    for terms in terms_of_purposes(bundle):
        if terms.training and not terms.retention.window_hours:
            words = "has training hours and keeps no windows; there is nothing to train on"
            yield Finding("no_windows", "warning", terms.document.purpose, words)


LINTS: dict[str, Callable[[PolicyBundle, date], Iterator[Finding]]] = {
    "inconsistent": _inconsistent,
    "review": _review,
    "no_notice": _no_notice,
    "forbidden_word": _forbidden_word,
    "ends": _ends,
    "short_outbox": _short_outbox,
    "nothing_to_measure": _nothing_to_measure,
    "unspent": _unspent,
    "unassessed": _unassessed,
    "closed_gate": _closed_gate,
    "masked_measured": _masked_measured,
    "quiet_always": _quiet_always,
    "no_windows": _no_windows,
    **lint_packs.LINTS,
}
"""Every check by its name."""
