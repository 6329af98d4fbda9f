"""Packs for tests: one rule at hand, and hypothesis strategies for rules, packs and whole bundles."""

from datetime import time
from typing import Any, get_args

from hypothesis import strategies as st
from pydantic import TypeAdapter

from policies.hours import DailyHours
from policies.loader import SHIPPED as SHIPPED_FOLDER
from policies.loader import load_bundle
from policies.pack import Kept, Pack, PackRule
from policies.schema import PolicyBundle, PolicyDocument
from shared.config import load_toml
from shared.schemas.task import MetricName

SHIPPED = load_bundle()
METRICS: tuple[MetricName, ...] = get_args(MetricName)
ABOUT_METRICS = ("off", "cohort_only", "needs_dpia", "needs_consent")
DPIA = "DPIA-2026-11"
WHY = {"article": "Art. 1", "reason": "because a test says so"}

_RULE: TypeAdapter[PackRule] = TypeAdapter(PackRule)


def rule(effect: str, **fields: Any) -> PackRule:
    """Return a rule with the effect; its article and reason are a test's unless they are given."""
    return _RULE.validate_python(WHY | {"effect": effect} | fields)


def pack(*rules: PackRule, name: str = "test", jurisdiction: str = "") -> Pack:
    """Return a pack of the rules."""
    return Pack(
        name=name,
        title="A test pack",
        reason="because a test says so",
        jurisdiction=jurisdiction,
        rules=rules,
    )


def under(*packs: Pack, bundle: PolicyBundle = SHIPPED) -> PolicyBundle:
    """Return the bundle with the packs added."""
    return bundle.model_copy(update={"packs": (*bundle.packs, *packs)})


def with_rules(*rules: PackRule) -> PolicyBundle:
    """Return the shipped bundle under one pack of the rules."""
    return under(pack(*rules))


def with_documents(bundle: PolicyBundle = SHIPPED, **fields: Any) -> PolicyBundle:
    """Return the bundle with the fields of every document replaced."""
    documents = tuple(document.model_copy(update=fields) for document in bundle.documents)
    return bundle.model_copy(update={"documents": documents})


def adopt(
    name: MetricName,
    metric: dict[str, object] | None = None,
    *,
    bundle: PolicyBundle = SHIPPED,
    **fields: object,
) -> PolicyBundle:
    """Return the bundle with an optional document, assessed, its fields and its metric's changed as given."""
    written = load_toml(SHIPPED_FOLDER / "optional" / f"{name}.toml", PolicyDocument)
    measured = written.metrics[0].model_copy(update=metric or {})
    document = written.model_copy(update={"dpia_reference": DPIA, "metrics": (measured,)} | fields)
    return bundle.model_copy(update={"documents": (*bundle.documents, document)})


minutes = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))
hours = st.builds(DailyHours, begins_at=minutes, ends_at=minutes)
metrics = st.lists(st.sampled_from(METRICS), min_size=1, max_size=4, unique=True).map(tuple)

pack_rules: st.SearchStrategy[PackRule] = st.one_of(
    st.builds(lambda effect, names: rule(effect, metrics=names), st.sampled_from(ABOUT_METRICS), metrics),
    st.builds(
        lambda names, least: rule("minimum_count", metrics=names, at_least=least), metrics, st.integers(1, 50)
    ),
    st.builds(lambda least: rule("minimum_batch", at_least=least), st.integers(5, 20)),
    st.builds(
        lambda kept, most: rule("cap", kept=kept, at_most=most),
        st.sampled_from(get_args(Kept)),
        st.integers(1, 80),
    ),
    st.builds(lambda spans: rule("quiet_hours", hours=spans), st.lists(hours, min_size=1, max_size=2)),
    st.builds(lambda spans: rule("training_hours", hours=spans), st.lists(hours, max_size=2)),
    st.sampled_from([rule("needs_notice"), rule("training_needs_dpia")]),
)
"""Any rule of any kind."""

packs = st.builds(
    lambda rules, name: pack(*rules, name=name),
    st.lists(pack_rules, min_size=1, max_size=4),
    st.sampled_from(["one", "two", "three"]),
)
"""Packs of one to four rules; two of them may share a name."""

bundles = st.builds(
    with_documents,
    lawful_basis=st.sampled_from(["consent", "legitimate_interests"]),
    notice_required=st.booleans(),
    dpia_reference=st.sampled_from(["", "DPIA-1"]),
    quiet_hours=st.lists(hours, max_size=1).map(tuple),
    training_hours=st.lists(hours, max_size=2).map(tuple),
)
"""The shipped documents on other terms, without a pack."""
