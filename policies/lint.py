"""What a compliance officer should look at before signing: named findings over one bundle.

An error must be mended before the bundle can be in force; a warning is for people to judge.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from policies.errors import DocumentError
from policies.schema import PolicyBundle
from policies.tasks import shares, tasks
from shared.metrics import QUEUE, WITHOUT_COHORT_FORM
from shared.schemas.task import Lane

REVIEW_SOON = timedelta(days=60)
"""A review that is due within this is announced."""

OUTBOX_DAYS = 30
"""Days a store may be offline without losing reports; a shorter outbox loses them earlier."""

FORBIDDEN = re.compile(r"\b(emotion(s|al)?|moods?|affect(ive)?|feelings?|sentiments?)\b", re.IGNORECASE)
"""Words for what nothing here measures and nothing may say it does (EU AI Act Art. 5(1)(f), 50(3))."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at."""

    name: str
    """Its stable name, such as ``review_overdue``."""
    severity: Literal["error", "warning"]
    where: str
    """The document, pack or key it is about."""
    words: str
    """What was expected, what came, what to do."""


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
    texts = [(document.purpose, f"{document.title} {document.statement}") for document in bundle.documents]
    texts += [("chain.zone_types", " ".join(bundle.chain.zone_types).replace("_", " "))]
    for where, text in texts:
        for word in dict.fromkeys(found.group() for found in FORBIDDEN.finditer(text)):
            yield Finding(
                "forbidden_word", "error", where, f"speaks of {word!r}, which nothing here measures"
            )


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


def _turned_off(bundle: PolicyBundle, _: date) -> Iterator[Finding]:
    for pack in bundle.packs:
        for metric in sorted(WITHOUT_COHORT_FORM.intersection(pack.cohort_only)):
            words = f"moves {metric} to the cohort lane, where it has no form: it is turned off"
            yield Finding("turned_off", "warning", f"packs.{pack.name}", words)


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


LINTS: dict[str, Callable[[PolicyBundle, date], Iterator[Finding]]] = {
    "inconsistent": _inconsistent,
    "review": _review,
    "no_notice": _no_notice,
    "forbidden_word": _forbidden_word,
    "ends": _ends,
    "short_outbox": _short_outbox,
    "turned_off": _turned_off,
    "nothing_to_measure": _nothing_to_measure,
    "unspent": _unspent,
}
"""Every check by its name."""
