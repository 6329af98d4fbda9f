"""On which grounds windows may be held and learnt from now: purposes in force, consents not taken back.

A window says nothing of whose it is. So one consent that is taken back ends what the whole panel left before,
and one that was given when no model learnt keeps the whole panel out.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from math import inf

from edge_node.consent.panel import last_withdrawals, learning_panels
from edge_node.consent.purposes import answered
from edge_node.consent.receipts import Receipts
from edge_node.storage.period_keys import Period
from policies.schema import PolicyBundle
from policies.training import ground_of, learning_purposes, rests_on_consent


@dataclass(frozen=True, slots=True)
class Standing:
    """As of one moment; as it is made, no ground stands."""

    since_s: Mapping[str, float] = field(default_factory=dict)
    """By ground that stands: Unix seconds when a consent was last taken back, or minus infinity."""

    def covers(self, ground: str, from_s: float) -> bool:
        """Return whether the ground stands for what began at that moment."""
        return from_s >= self.since_s.get(ground, inf)

    def may_hold(self, period: Period) -> bool:
        """Return whether windows of the period may still be there: on some ground, and past no consent."""
        stands = {ground: self.covers(ground, period.start_s) for ground in period.grounds}
        return any(stands.values()) and all(stands[one] for one in stands if rests_on_consent(one))

    def may_learn(self, grounds: Set[str], period: Period) -> bool:
        """Return whether windows of the period may be learnt from on one of the grounds."""
        shared = grounds & set(period.grounds)
        return self.may_hold(period) and any(self.covers(one, period.start_s) for one in shared)


def standing(bundle: PolicyBundle, held: Receipts, today: date) -> Standing:
    """Return which grounds stand under the policy, by the consents given here."""
    agreed, taken_back = answered(bundle, learning_panels(held, today)), last_withdrawals(held)
    since_s = {}
    for terms in learning_purposes(bundle):
        ground, purpose = ground_of(terms.document), terms.document.purpose
        if not rests_on_consent(ground):
            since_s[ground] = -inf
        elif purpose in agreed:
            since_s[ground] = taken_back.get(purpose, -inf)
    return Standing(since_s)
