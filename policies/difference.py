"""What a change of policy does: every difference between two bundles, and whether it tightens or loosens.

A change that no rule here knows counts as a loosening: whoever adds a field must say what it means.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Literal

from pydantic import BaseModel

from policies.hours import DailyHours, minutes_of
from policies.pack import Pack, PackRule
from policies.schema import (
    BudgetShares,
    ChainPolicy,
    LearningTerms,
    MetricRule,
    PolicyBundle,
    PolicyDocument,
    Retention,
)
from policies.strictness import is_as_strict
from shared.schemas.task import ContributionBound

Effect = Literal["tightens", "loosens", "rewords"]
"""Less may be done than before; more may be done; the same is said otherwise."""

Rule = Callable[[Any, Any], tuple[Effect, str]]
"""Two values of one field in; what going from the first to the second does, and why."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs."""

    path: str
    """Where: ``documents.footfall.retention.track_minutes``."""
    before: str
    """Its value as text; empty where there was none."""
    after: str
    """The same after the change; empty where nothing is left."""
    effect: Effect
    why: str
    """The reason in words."""


def difference(before: PolicyBundle, after: PolicyBundle) -> tuple[Change, ...]:
    """Return every change from one bundle to the other, in the order of their fields."""
    return (
        *_fields("chain", before.chain, after.chain),
        *_named("documents", _by_purpose(before), _by_purpose(after), "one purpose more is measured for"),
        *_named(
            "packs",
            {pack.name: pack for pack in before.packs},
            {pack.name: pack for pack in after.packs},
            "a pack only forbids",
            adding="tightens",
        ),
    )


def loosens(changes: tuple[Change, ...]) -> bool:
    """Return whether any of the changes permits more than before."""
    return any(change.effect == "loosens" for change in changes)


def _by_purpose(bundle: PolicyBundle) -> Mapping[str, PolicyDocument]:
    return {document.purpose: document for document in bundle.documents}


def _fields(path: str, before: BaseModel, after: BaseModel) -> Iterator[Change]:
    rules = RULES.get(type(before), {})
    for name in type(before).model_fields:
        old, new = getattr(before, name), getattr(after, name)
        if old == new:
            continue
        where = f"{path}.{name}"
        if isinstance(old, BaseModel) and isinstance(new, BaseModel):
            yield from _fields(where, old, new)
        elif name == "metrics":
            yield from _named(where, _by_name(old), _by_name(new), "one metric more is measured")
        elif name == "rho":
            yield from _prices(where, old, new)
        else:
            effect, why = rules.get(name, _unknown)(old, new)
            yield Change(where, _text(old), _text(new), effect, why)


def _by_name(rules: tuple[MetricRule, ...]) -> Mapping[str, MetricRule]:
    return {rule.name: rule for rule in rules}


def _named(
    path: str,
    before: Mapping[str, BaseModel],
    after: Mapping[str, BaseModel],
    why: str,
    *,
    adding: Effect = "loosens",
) -> Iterator[Change]:
    for name in dict.fromkeys((*before, *after)):
        where = f"{path}.{name}"
        if name not in before:
            yield Change(where, "", name, adding, why)
        elif name not in after:
            yield Change(where, name, "", _opposite(adding), why.replace("more", "less", 1))
        else:
            yield from _fields(where, before[name], after[name])


def _prices(path: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    for level in dict.fromkeys((*before, *after)):
        old, new = before.get(level, ""), after.get(level, "")
        if old == new:
            continue
        paid, asked = Fraction(old or 0), Fraction(new or 0)
        effect: Effect = "rewords" if paid == asked else "loosens" if asked > paid else "tightens"
        yield Change(f"{path}.{level}", old, new, effect, "a track costs more the higher its price")


def _opposite(effect: Effect) -> Effect:
    return {"tightens": "loosens", "loosens": "tightens", "rewords": "rewords"}[effect]  # type: ignore[return-value]  # mypy sees str


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(_text(item) for item in value)
    return f"{value:%Y-%m-%d}" if isinstance(value, date | datetime) else str(value)


def _unknown(_: object, __: object) -> tuple[Effect, str]:
    return "loosens", "no rule says what this change does, so it is taken for a loosening"


def _more_loosens(why: str) -> Rule:
    return lambda old, new: ("loosens" if new > old else "tightens", why)


def _less_loosens(why: str) -> Rule:
    return lambda old, new: ("loosens" if new < old else "tightens", why)


def _fraction_loosens(why: str) -> Rule:
    def rule(old: str, new: str) -> tuple[Effect, str]:
        paid, asked = Fraction(old), Fraction(new)
        return ("rewords" if paid == asked else "loosens" if asked > paid else "tightens"), why

    return rule


def _rewords(why: str) -> Rule:
    return lambda _, __: ("rewords", why)


def _rules_forbid(old: tuple[PackRule, ...], new: tuple[PackRule, ...]) -> tuple[Effect, str]:
    if not is_as_strict(new, old):
        return "loosens", "something that was forbidden is so no more"
    if is_as_strict(old, new):
        return "rewords", "the same is forbidden in other words"
    return "tightens", "more is forbidden"


def _list_binds(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[Effect, str]:
    effect: Effect = "loosens" if set(old) - set(new) else "tightens" if set(new) - set(old) else "rewords"
    return effect, "the pack of each jurisdiction named must be applied"


def _list_masks(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[Effect, str]:
    effect: Effect = "loosens" if set(old) - set(new) else "tightens" if set(new) - set(old) else "rewords"
    return effect, "no camera may see such places"


def _list_permits(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[Effect, str]:
    if set(old) == set(new):
        return "rewords", "the same names in another order"
    return ("tightens" if set(new) < set(old) else "loosens"), "what is on the list is told apart"


def _to_consent(_: str, new: str) -> tuple[Effect, str]:
    return ("tightens" if new == "consent" else "loosens"), "consent can be refused, the other bases cannot"


def _notice(_: str, new: str) -> tuple[Effect, str]:
    return ("rewords", "another text is referred to") if new else ("loosens", "the sign's text is not known")


def _assessment(old: str, new: str) -> tuple[Effect, str]:
    if old and new:
        return "rewords", "another impact assessment is referred to"
    return "loosens", "what waits for an assessment opens" if new else "no impact assessment covers it"


def _to_masked(_: str, new: str) -> tuple[Effect, str]:
    return ("tightens" if new == "areas_masked" else "loosens"), "what is masked is not seen"


def _hours_forbid(old: tuple[DailyHours, ...], new: tuple[DailyHours, ...]) -> tuple[Effect, str]:
    before, after = minutes_of(old), minutes_of(new)
    if before == after:
        return "rewords", "the same minutes of the day"
    return ("loosens" if before & ~after else "tightens"), "in quiet hours nothing is measured"


def _hours_permit(old: tuple[DailyHours, ...], new: tuple[DailyHours, ...]) -> tuple[Effect, str]:
    before, after = minutes_of(old), minutes_of(new)
    if before == after:
        return "rewords", "the same minutes of the day"
    return ("loosens" if after & ~before else "tightens"), "models are trained in these hours only"


def _bound_binds(old: int, new: int) -> tuple[Effect, str]:
    is_looser = new == 0 or 0 < old < new
    return ("loosens" if is_looser else "tightens"), "what one store may add to a sum is proved"


def _learning(_: LearningTerms | None, new: LearningTerms | None) -> tuple[Effect, str]:
    if new is None:
        return "tightens", "no model is trained across stores"
    return "loosens", "models are trained across stores, by other terms than before"


def _to_cohort(_: str, new: str) -> tuple[Effect, str]:
    return ("tightens" if new == "cohort" else "loosens"), "in the cohort lane no store's own number exists"


RULES: Mapping[type[BaseModel], Mapping[str, Rule]] = {
    ChainPolicy: {
        "version": _rewords("versions only count up"),
        "previous": _rewords("it follows another version"),
        "author": _rewords("somebody else drafted it"),
        "reason": _rewords("it is made for another reason"),
        "dpia_reference": _rewords("it rests on another assessment"),
        "not_before": _less_loosens("it is in force earlier"),
        "not_after": _more_loosens("it is in force longer"),
        "minimum_batch": _less_loosens("fewer stores stand behind one sum"),
        "cohort_closes_days": _more_loosens("shares are kept longer"),
        "track_cut_minutes": _more_loosens("one track says more about a person the longer it is"),
        "zone_types": _list_permits,
        "masked_zone_types": _list_masks,
        "learning": _learning,
    },
    BudgetShares: {
        name: _fraction_loosens("a track may cost more") for name in ("total", "site", "cohort", "learn")
    },
    PolicyDocument: {
        "title": _rewords("the title is another"),
        "statement": _rewords("the public statement is another"),
        "owner": _rewords("another role answers for it"),
        "lawful_basis": _to_consent,
        "review_by": _more_loosens("it runs longer without a review"),
        "notice_required": _less_loosens("people must be told"),
        "notice_reference": _notice,
        "dpia_reference": _assessment,
        "jurisdictions": _list_binds,
        "children": _to_masked,
        "quiet_hours": _hours_forbid,
        "training_hours": _hours_permit,
    },
    MetricRule: {
        "lane": _to_cohort,
        "unit_size": _less_loosens("smaller steps say more"),
        "minimum_count": _less_loosens("smaller numbers are shown"),
        "max_per_site": _bound_binds,
    },
    ContributionBound: {
        name: _more_loosens("one track adds more") for name in ("max_cells", "max_per_cell", "l2_squared")
    },
    Retention: {
        name: _more_loosens("it is kept longer")
        for name in ("track_minutes", "outbox_days", "release_months", "window_hours", "audit_years")
    },
    Pack: {
        "title": _rewords("the title is another"),
        "reason": _rewords("the reason is another"),
        "jurisdiction": _rewords("the same rules for another place"),
        "rules": _rules_forbid,
    },
}
"""What each field's change does; what is not here is compared part by part or counts as a loosening."""
