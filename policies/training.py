"""Whether movement windows may be kept to learn from, and whether a model may be trained on them now."""

from datetime import datetime
from typing import Final

from policies.circumstances import USUAL, Circumstances
from policies.engine import Deny, deny, masked_place_objection, recording_objection
from policies.hours import NO_MINUTE, contains
from policies.rules import PurposeTerms, terms_of_purposes
from policies.schema import PolicyBundle, PolicyDocument

LINKED_OF_100: Final = 13
"""Movement windows of ten people that were linked to their person, where guessing links 10; what every page
and paper about them says. Source: edge_node/intent/REIDENTIFICATION.md, over eight shops."""


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


def learning_purposes(bundle: PolicyBundle) -> tuple[PurposeTerms, ...]:
    """Return the terms of every purpose that models may be trained for at some hour of the day.

    What is shipped names no such hours: without a document that does, nothing is kept to learn from.
    """
    return tuple(terms for terms in terms_of_purposes(bundle) if terms.training != NO_MINUTE)


def ground_of(document: PolicyDocument) -> str:
    """Return ``basis:purpose``, under which windows are kept: on another basis a purpose begins anew."""
    return f"{document.lawful_basis}:{document.purpose}"


def rests_on_consent(ground: str) -> bool:
    """Return whether the ground is somebody's consent, which can be taken back."""
    return ground.startswith("consent:")


def keeping_objection(
    terms: PurposeTerms,
    bundle: PolicyBundle,
    data_from: datetime,
    now: datetime,
    circumstances: Circumstances = USUAL,
) -> Deny | None:
    """Return why no movement window of that moment may be kept for the purpose, None when one may.

    Without an hour at which a model may be trained on it, there is nothing to keep it for.
    """
    chain, purpose, review_by = bundle.chain, terms.document.purpose, terms.document.review_by
    if not (chain.not_before <= data_from and now <= chain.not_after):
        return deny("not_in_force", f"the policy is in force {chain.not_before} to {chain.not_after}")
    if terms.training == NO_MINUTE:
        return deny("training_hours", f"no model is trained for purpose {purpose} at any hour")
    if now.date() > review_by:
        return deny("review_overdue", f"purpose {purpose} had to be reviewed by {review_by}")
    return masked_place_objection(bundle, circumstances) or recording_objection(terms, circumstances)


def _purposes_objection(terms: PurposeTerms, now: datetime, circumstances: Circumstances) -> Deny | None:
    purpose, review_by, at = terms.document.purpose, terms.document.review_by, circumstances.local_time
    if now.date() > review_by:
        return deny("review_overdue", f"purpose {purpose} had to be reviewed by {review_by}")
    if circumstances.is_paused:
        return deny("paused", "measuring is paused here, and training with it")
    if at is None or not contains(terms.training, at):
        return deny("training_hours", f"no model is trained for purpose {purpose} at this hour")
    return None
