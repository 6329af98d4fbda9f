"""How long each kind of data may be kept, by which rule, and what is wrong with what is kept now.

Both programs make their retention table from this: a rule a kind, the strictest purpose and pack first.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from policies.pack import Cap, Kept
from policies.rules import PurposeTerms, rules_of_kind, terms_of_purposes
from policies.schema import PolicyBundle, Retention

MONTH: Final = timedelta(days=30.4375)
YEAR: Final = timedelta(days=365.25)
LATE: Final = timedelta(minutes=15)
"""How long after its end a life may still be found: a sweep comes every few minutes."""

_UNITS: Final[dict[Kept, timedelta]] = {
    "track_minutes": timedelta(minutes=1),
    "window_hours": timedelta(hours=1),
    "outbox_days": timedelta(days=1),
    "release_months": MONTH,
    "audit_years": YEAR,
}

Alarm = Literal["outlives_its_rule", "unreadable", "clock_set_back", "not_swept"]
"""What can be wrong with what is kept."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A longest life and who says so."""

    keep_for: timedelta
    because: str
    """Such as ``purpose footfall: track_minutes = 60`` or a pack's rule with its article."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of data: where it lies and how long."""

    kind: str
    where: str
    """Which memory, file or table."""
    keep_for: timedelta | None
    """None: for as long as ``because`` says."""
    because: str
    """The purpose document, the pack or the step of the protocol."""


@dataclass(frozen=True, slots=True)
class Held:
    """What is there of a kind."""

    count: int = 0
    lives_from: datetime | None = None
    """The earliest moment that the life of anything there is counted from; None when nothing is there."""
    is_readable: bool = True
    oldest_at: datetime | None = None
    """The earliest moment that anything there is of; None: the same."""

    @property
    def shown_at(self) -> datetime | None:
        """The moment that a person calls the oldest."""
        return self.lives_from if self.oldest_at is None else self.oldest_at


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong, for a person."""

    alarm: Alarm
    kind: str
    """Of data; empty when it concerns all."""
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the retention table."""

    rule: Rule
    held: Held
    next_sweep_at: datetime | None
    """None for what no sweep has to look at."""
    findings: tuple[Finding, ...]


def strictest(bundle: PolicyBundle | None, field: Kept) -> Limit:
    """Return the shortest life that any purpose allows: of data that serves several, the strictest decides.

    Without a policy it is nothing at all.
    """
    if bundle is None:
        return Limit(timedelta(0), "no policy is held, and without one nothing is kept")
    return _shortest(terms_of_purposes(bundle), bundle, field)


def of_metric(bundle: PolicyBundle, metric: str, field: Kept) -> Limit | None:
    """Return what the metric's own purpose allows, None for a metric that no purpose measures."""
    own = tuple(
        terms
        for terms in terms_of_purposes(bundle)
        if any(written.name == metric for written in terms.document.metrics)
    )
    return _shortest(own, bundle, field) if own else None


def line(rule: Rule, held: Held, *, now: datetime, next_sweep_at: datetime | None) -> Line:
    """Return the kind's line of the table at the moment, with an alarm for what should not be."""
    findings = []
    if not held.is_readable:
        reason = (
            f"{held.count} {rule.kind} cannot be read where they lie ({rule.where}); they go at their time"
        )
        findings.append(Finding("unreadable", rule.kind, reason))
    if rule.keep_for is not None and held.lives_from is not None:
        over = now - held.lives_from - rule.keep_for
        if over > LATE:
            reason = f"the oldest should have gone {_words(over)} ago ({rule.because})"
            findings.append(Finding("outlives_its_rule", rule.kind, reason))
    return Line(rule, held, next_sweep_at if rule.keep_for is not None else None, tuple(findings))


def _shortest(purposes: tuple[PurposeTerms, ...], bundle: PolicyBundle, field: Kept) -> Limit:
    allowed = {terms.document.purpose: _number(terms.retention, field) for terms in purposes}
    least = min(allowed.values())
    keep_for = least * _UNITS[field]
    if all(_number(terms.document.retention, field) > least for terms in purposes):
        caps = [
            (pack, cap)
            for pack, cap in rules_of_kind(Cap, bundle)
            if (cap.kept, cap.at_most) == (field, least)
        ]
        pack, cap = caps[0]
        return Limit(keep_for, f"pack {pack}: {field} = {least} ({cap.article})")
    names = sorted(purpose for purpose, number in allowed.items() if number == least)
    who = "every purpose" if len(names) == len(allowed) > 1 else f"purpose {', '.join(names)}"
    return Limit(keep_for, f"{who}: {field} = {least}")


def _number(retention: Retention, field: Kept) -> int:
    number: int = getattr(retention, field)
    return number


def _words(span: timedelta) -> str:
    hours = span / timedelta(hours=1)
    return f"{hours / 24:.1f} days" if hours >= 48 else f"{hours:.1f} hours"
