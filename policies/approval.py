"""Who may speak about a policy, and what they said: named signers, and their statements about one bundle.

Source: shared/wire/PROTOCOL.md §11.2, §11.3.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime

from policies.signing import holds, sign
from shared.schemas.keys import Hex64, HexSignature
from shared.schemas.layout import Name, Wire, canonical_json
from shared.wire.codec import signed_message

Voice = Literal["shoal/1 draft", "shoal/1 approval"]
"""As what somebody signs: as the author of a draft, or as one who approves it."""


class Signer(Wire):
    """One person whom the compliance office names, with a key of their own."""

    name: Name
    public_key: Hex64
    """Ed25519; the private half never leaves its holder."""
    may_approve: bool
    """False for somebody who only drafts."""
    not_before: AwareDatetime
    not_after: AwareDatetime
    """Statements made outside this window count for nothing."""


class Approval(Wire):
    """One person's signature over one bundle."""

    signer: Name
    at: AwareDatetime
    """When it was signed, by the signer's clock."""
    signature: HexSignature
    """Over the canonical JSON of the Statement, under the Voice's context."""


class Statement(Wire):
    """What a person signs: which bundle, as whom, when."""

    policy_hash: Hex64
    signer: Name
    at: AwareDatetime


def speak(voice: Voice, policy_hash: bytes, *, signer: str, secret: bytes, at: datetime) -> Approval:
    """Return the signer's statement about the bundle of that hash.

    Raises: SignatureError for a secret that is no key.
    """
    return Approval(signer=signer, at=at, signature=sign(secret, voice, _statement(policy_hash, signer, at)))


def to_sign(voice: Voice, policy_hash: bytes, *, signer: str, at: datetime) -> bytes:
    """Return the very bytes that `speak` signs, for a key that is held elsewhere (RFC 8032, pure)."""
    return signed_message(voice, _statement(policy_hash, signer, at))


def fault(
    approval: Approval,
    voice: Voice,
    policy_hash: bytes,
    signers: Mapping[str, Signer],
    published_at: datetime,
) -> str:
    """Return why the statement counts for nothing, in words; empty when it stands.

    published_at: when the office signed the whole; the signer must still have been on the list then, so a key
    that has run out cannot be used with a date of its past.
    """
    signer = signers.get(approval.signer)
    if signer is None:
        return f"{approval.signer} is not on the list of signers"
    if voice == "shoal/1 approval" and not signer.may_approve:
        return f"{approval.signer} may draft and not approve"
    if approval.at > published_at:
        return f"{approval.signer} signed at {approval.at}, after the office had, at {published_at}"
    if not (signer.not_before <= approval.at and published_at <= signer.not_after):
        return f"{approval.signer} may sign from {signer.not_before} to {signer.not_after} only"
    statement = _statement(policy_hash, approval.signer, approval.at)
    if not holds(bytes.fromhex(signer.public_key), voice, statement, approval.signature):
        return f"the signature is not by {approval.signer} over this policy"
    return ""


def by_name(signers: Iterable[Signer]) -> dict[str, Signer]:
    """Return the signers by their names."""
    return {signer.name: signer for signer in signers}


def _statement(policy_hash: bytes, signer: str, at: datetime) -> bytes:
    return canonical_json(Statement(policy_hash=policy_hash.hex(), signer=signer, at=at))
