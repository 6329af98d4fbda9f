"""Whether a model may be trained now on the movement windows of a purpose."""

from datetime import datetime

from policies.circumstances import USUAL, Circumstances
from policies.engine import Deny, deny
from policies.hours import contains
from policies.rules import PurposeTerms, terms_of_purposes
from policies.schema import PolicyBundle


def training_objection(
    purpose: str, bundle: PolicyBundle | None, now: datetime, circumstances: Circumstances = USUAL
) -> Deny | None:
    """Return why nothing may be trained for the purpose now, None when something may; silence is a Deny.

    Without a local time in the circumstances it is not known whether the hour permits it, so it does not.
    """
    if bundle is None:
        return deny("no_policy", "no signed policy is held here, so nothing may be trained")
    chain = bundle.chain
    if not chain.not_before <= now <= chain.not_after:
        return deny("not_in_force", f"the policy is in force {chain.not_before} to {chain.not_after}")
    terms = next((one for one in terms_of_purposes(bundle) if one.document.purpose == purpose), None)
    if terms is None:
        return deny("no_such_purpose", f"no document is about purpose {purpose!r}")
    return _purposes_objection(terms, now, circumstances)


def _purposes_objection(terms: PurposeTerms, now: datetime, circumstances: Circumstances) -> Deny | None:
    purpose, review_by, at = terms.document.purpose, terms.document.review_by, circumstances.local_time
    if now.date() > review_by:
        return deny("review_overdue", f"purpose {purpose} had to be reviewed by {review_by}")
    if circumstances.is_paused:
        return deny("paused", "measuring is paused here, and training with it")
    if at is None or not contains(terms.training, at):
        return deny("training_hours", f"no model is trained for purpose {purpose} at this hour")
    return None
