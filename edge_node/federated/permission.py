"""Whether a store may take part in a round now: the policy's terms, hours, signs and pauses."""

from dataclasses import dataclass
from datetime import datetime

from edge_node.consent.gate import gate_of
from edge_node.consent.kept import Kept
from edge_node.consent.pauses import running
from edge_node.consent.standing import Standing
from edge_node.federated.code_hash import code_hash
from edge_node.site import Site
from policies.circumstances import Circumstances
from policies.engine import Deny, deny
from policies.learning import learning_terms, purpose_of
from policies.schema import LearningTerms, PolicyBundle
from policies.training import ground_of, training_objection
from shared.schemas.learning import Instruction


@dataclass(frozen=True, slots=True)
class Store:
    """What permission depends on besides the policy."""

    site: Site
    kept: Kept
    """Its attestations and pauses."""
    standing: Standing
    """On which grounds its windows may be learnt from."""


def permitted(
    told: Instruction, store: Store, bundle: PolicyBundle | None, now: datetime
) -> LearningTerms | Deny:
    """Return the terms under which the store trains now, or why it does not; silence is a Deny."""
    terms = learning_terms(bundle, now)
    if isinstance(terms, Deny) or bundle is None:
        return terms if isinstance(terms, Deny) else deny("no_policy", "no signed policy is held here")
    if told.task != terms.task_id or told.plan_hash != terms.plan.hash:
        return deny("no_such_task", f"expected {terms.task_id} by the plan of the policy, got {told.task}")
    if terms.code_hash != code_hash():
        return deny("no_such_task", "the training code installed here is not the one that the policy names")
    there = Circumstances(
        is_paused=running((*store.kept.pauses, *store.kept.learning_stops), now) is not None,
        local_time=now.astimezone(store.site.zone_info).time(),
    )
    denied = training_objection(terms.purpose, bundle, now, there)
    return denied or _unsigned(store, terms, bundle, now) or _unasked(store, terms, bundle) or terms


def _unasked(store: Store, terms: LearningTerms, bundle: PolicyBundle) -> Deny | None:
    """Return the Deny of a purpose that rests on consent where no panel's stands."""
    purpose = purpose_of(terms, bundle)
    if purpose is None or ground_of(purpose.document) in store.standing.since_s:
        return None
    return deny("not_consented", f"purpose {terms.purpose} rests on consent, and no panel's stands here")


def _unsigned(store: Store, terms: LearningTerms, bundle: PolicyBundle, now: datetime) -> Deny | None:
    """Return the Deny of a purpose whose sign is not attested at some camera of the store."""
    purpose = purpose_of(terms, bundle)
    if purpose is None or not purpose.needs_notice:
        return None
    gate = gate_of(store.site, bundle)
    for camera in store.site.cameras:
        missing = gate.missing_sign(camera.name, purpose.document, store.kept, now)
        if missing is not None:
            return deny("not_attested", missing.reason)
    return None
