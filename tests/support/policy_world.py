"""A compliance office with people of its own: what a change of policy is signed by in tests.

Nothing here is secret: every key follows from its name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from policies.approval import Approval, Signer, Voice, speak
from policies.loader import load_bundle
from policies.schema import ChainPolicy, PolicyBundle
from policies.signed_bundle import Publication, SignedBundle, sign_bundle
from policies.signing import public_half
from tests.support.vector_world import fixed_random

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
AUTHOR, SECOND, THIRD = "mara", "omid", "ines"
"""Who drafts, and the two who approve."""
DRAFTER, GONE, STRANGER = "timo", "rosa", "nobody"
"""Who may only draft, whose time is over, and who is on no list."""
PEOPLE = (AUTHOR, SECOND, THIRD, DRAFTER, GONE)
BUNDLE = load_bundle(packs=["zones-by-cohort"])
"""Version 1."""
DPIA = "DPIA-2026-04"


def secret(name: str) -> bytes:
    """Return the key of a person, or of the office (``office``)."""
    return fixed_random(f"signer {name}")(32)


ROOT = public_half(secret("office"))


def signer(name: str, /, **changes: Any) -> Signer:
    """Return the person as the list names them."""
    until = NOW - timedelta(days=1) if name == GONE else NOW + timedelta(days=300)
    good = Signer(
        name=name,
        public_key=public_half(secret(name)).hex(),
        may_approve=name != DRAFTER,
        not_before=NOW - timedelta(days=60),
        not_after=until,
    )
    return good.model_copy(update=changes)


SIGNERS = tuple(signer(name) for name in PEOPLE)


def after(held: PolicyBundle, **chain: Any) -> PolicyBundle:
    """Return the next version: the same, but for what the chain policy is to say."""
    fields = {
        "version": held.chain.version + 1,
        "previous": held.hash.hex(),
        "author": AUTHOR,
        "reason": "a test asked for it",
        "dpia_reference": DPIA,
    }
    changed = ChainPolicy.model_validate(held.chain.model_dump() | fields | chain)
    return held.model_copy(update={"chain": changed})


TIGHTER = after(BUNDLE, minimum_batch=6)
LOOSER = after(BUNDLE, cohort_closes_days=14)
"""Both follow BUNDLE."""


@dataclass(frozen=True)
class Office:
    """The office at work; every field can be changed to see who notices."""

    at: datetime = NOW
    signers: tuple[Signer, ...] = SIGNERS
    root: bytes = secret("office")

    def published(
        self,
        bundle: PolicyBundle,
        approvers: Sequence[str] = (),
        *,
        author: str | None = AUTHOR,
        **parts: Any,
    ) -> SignedBundle:
        """Return the bundle, drafted and approved by these people, under the office's signature."""
        good = {
            "bundle": bundle,
            "authorship": None if author is None else self.said("shoal/1 draft", bundle, author),
            "approvals": tuple(self.said("shoal/1 approval", bundle, name) for name in approvers),
            "signers": self.signers,
            "published_at": self.at,
        }
        return sign_bundle(Publication(**good | parts), self.root)

    def said(self, voice: Voice, bundle: PolicyBundle, name: str, key: str = "") -> Approval:
        """Return the person's statement about the bundle, made an hour before with their key or another's."""
        at = self.at - timedelta(hours=1)
        return speak(voice, bundle.hash, signer=name, secret=secret(key or name), at=at)


OFFICE = Office()
