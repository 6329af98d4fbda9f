"""A version on its way: drafted by one person, approved by others, not yet in force.

A draft names the version it follows and carries it along, so that whoever is asked sees what would change.
Source: shared/wire/PROTOCOL.md §11.3.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from pydantic import model_validator

from policies.approval import Approval, Signer, speak
from policies.difference import Change, difference, loosens
from policies.errors import ApprovalError, RefusedError
from policies.history import APPROVALS_TO_LOOSEN
from policies.schema import ChainPolicy, PolicyBundle
from policies.signed_bundle import Publication
from shared.schemas.layout import Wire


class Draft(Wire):
    """An unsigned bundle with its author's signature and the approvals so far."""

    bundle: PolicyBundle
    follows: PolicyBundle | None = None
    """The version in force when it was drafted; None for a first one."""
    authorship: Approval
    approvals: tuple[Approval, ...] = ()

    @model_validator(mode="after")
    def _follows_what_it_names(self) -> Self:
        named = "" if self.follows is None else self.follows.hash.hex()
        if self.bundle.chain.previous != named:
            raise ValueError("expected the version that the draft names as its previous one, got another")
        return self

    @property
    def changes(self) -> tuple[Change, ...]:
        """What it would change; empty for a first version."""
        return () if self.follows is None else difference(self.follows, self.bundle)

    @property
    def approvals_missing(self) -> int:
        """Approvals that it still needs: none when it permits no more than the version before."""
        wanted = APPROVALS_TO_LOOSEN if loosens(self.changes) else 0
        return max(wanted - len(self.approvals), 0)


@dataclass(frozen=True, slots=True)
class Intent:
    """Why a version is drafted, and by whom."""

    author: str
    """The author's name on the list of signers."""
    reason: str
    """In a sentence, for the history."""
    dpia_reference: str = ""
    """The data protection impact assessment behind it; needed to permit more."""


def drafted(
    bundle: PolicyBundle, follows: PolicyBundle | None, intent: Intent, *, secret: bytes, at: datetime
) -> Draft:
    """Return the bundle as the next version, signed by its author.

    Raises: as next_version; SignatureError for no key.
    """
    final = next_version(bundle, follows, intent)
    authorship = speak("shoal/1 draft", final.hash, signer=intent.author, secret=secret, at=at)
    return Draft(bundle=final, follows=follows, authorship=authorship)


def next_version(bundle: PolicyBundle, follows: PolicyBundle | None, intent: Intent) -> PolicyBundle:
    """Return the bundle as the version that follows, with who drafts it and why: what is signed.

    Its version is the one it has, or the next one when that is taken.
    Raises: RefusedError when it permits more and names no DPIA; pydantic.ValidationError for an intent that
    cannot be written down.
    """
    least = 1 if follows is None else follows.chain.version + 1
    chain = bundle.chain.model_dump() | {
        "version": max(bundle.chain.version, least),
        "previous": "" if follows is None else follows.hash.hex(),
        "author": intent.author,
        "reason": intent.reason,
        "dpia_reference": intent.dpia_reference,
    }
    final = bundle.model_copy(update={"chain": ChainPolicy.model_validate(chain)})
    loosening = [] if follows is None else [c for c in difference(follows, final) if c.effect == "loosens"]
    if loosening and not intent.dpia_reference:
        first = loosening[0]
        raise RefusedError(
            f"the draft loosens {first.path} ({first.why}); expected the impact assessment that it rests on "
            "(--dpia REFERENCE), got none"
        )
    return final


def approved(draft: Draft, *, signer: str, secret: bytes, at: datetime) -> Draft:
    """Return the draft with one approval more.

    Raises: ApprovalError when the author approves, or somebody a second time.
    """
    return with_approval(
        draft, speak("shoal/1 approval", draft.bundle.hash, signer=signer, secret=secret, at=at)
    )


def with_approval(draft: Draft, given: Approval) -> Draft:
    """Return the draft with an approval that its signer made elsewhere; policies.history checks it.

    Raises: ApprovalError when the author approves, or somebody a second time.
    """
    if given.signer == draft.bundle.chain.author:
        raise ApprovalError(f"{given.signer} drafted this policy; expected an approval by somebody else")
    if any(approval.signer == given.signer for approval in draft.approvals):
        raise ApprovalError(f"{given.signer} has approved this policy already; expected another person")
    return draft.model_copy(update={"approvals": (*draft.approvals, given)})


def to_publication(draft: Draft, signers: Iterable[Signer], at: datetime) -> Publication:
    """Return what the office would sign."""
    return Publication(
        bundle=draft.bundle,
        authorship=draft.authorship,
        approvals=draft.approvals,
        signers=tuple(signers),
        published_at=at,
    )
