"""The policy bundles adopted here: which one was in force at a moment, and never a step back.

Both aggregators answer alike because the answer follows from the signed bundles alone.
Source: shared/wire/PROTOCOL.md §4.3, §11, §14.5.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import ValidationError
from sqlmodel import Session, col, select

from aggregator.audit.log import note
from aggregator.tables import PolicyRow
from policies.history import Walk, walk
from policies.schema import PolicyBundle
from policies.signed_bundle import SignedBundle
from policies.tasks import tasks
from shared.ids import TaskId
from shared.schemas.layout import layout_hash
from shared.schemas.task import Task

STEPS_BYTES = 768 << 10
"""Versions in one answer, in bytes of JSON: an edge takes no answer above 1 MiB."""


@dataclass(frozen=True, slots=True)
class Adopted:
    """A verified bundle with what is asked of it most often worked out once."""

    bundle: PolicyBundle
    policy_hash: bytes
    tasks: Mapping[TaskId, Task]
    chain_layout_hash: bytes
    adopted_at: datetime

    @property
    def version(self) -> int:
        """The chain policy's version: counts up."""
        return self.bundle.chain.version


def to_adopted(bundle: PolicyBundle, adopted_at: datetime) -> Adopted:
    """Return the bundle with its hash and tasks."""
    return Adopted(bundle, bundle.hash, tasks(bundle), layout_hash(bundle.chain.layout), adopted_at)


def in_force(known: Iterable[Adopted], at: datetime) -> Adopted | None:
    """Return the bundle of the highest version that had begun by the moment, None once that one has ended.

    A version that was replaced does not come back when its successor ends.
    """
    begun = [adopted for adopted in known if adopted.bundle.chain.not_before <= at]
    newest = max(begun, key=lambda adopted: adopted.version, default=None)
    return newest if newest is not None and at <= newest.bundle.chain.not_after else None


def judges(policy: Adopted, known: Iterable[Adopted], at: datetime) -> bool:
    """True when one site's data of the moment may still stand under the policy.

    Its window must hold the moment, and no higher version may have been in force and known by then: an epoch
    that a store began under the former policy is closed under it.
    """
    window = policy.bundle.chain
    return window.not_before <= at <= window.not_after and not any(
        other.version > policy.version and max(other.bundle.chain.not_before, other.adopted_at) <= at
        for other in known
    )


@dataclass(slots=True)
class Policies:
    """The adopted bundles by hash, read from the database once each."""

    known: dict[bytes, Adopted] = field(default_factory=dict)

    def refresh(self, session: Session) -> dict[bytes, Adopted]:
        """Return every bundle the database holds."""
        for policy_hash in session.exec(select(PolicyRow.policy_hash)).all():
            if policy_hash not in self.known:
                row = session.get_one(PolicyRow, policy_hash)
                bundle = SignedBundle.model_validate_json(row.document).bundle
                self.known[policy_hash] = to_adopted(bundle, row.adopted_at)
        return self.known


def adopt(session: Session, documents: Sequence[str], root: bytes, now: datetime) -> Walk:
    """Keep signed bundles, each the successor of the one before it, as far as they may follow.

    root: the compliance office's root public key. Those held already are passed over.
    """
    fresh = [document for document in documents if not _is_held(session, document)]
    held = newest(session)
    walked = walk(None if held is None else held.bundle, fresh, root, now)
    for step in walked.steps:
        _add(session, step.signed, now)
    return walked


def documents_after(session: Session, policy_hash: bytes, most_bytes: int = STEPS_BYTES) -> list[str] | None:
    """Return the signed bundles that followed the one of the hash, oldest first; None when it is not held.

    They are as many as fit, and at least one; whoever adopts them asks again for those after.
    """
    held = session.get(PolicyRow, policy_hash)
    if held is None:
        return None
    later = (
        select(PolicyRow.document).where(PolicyRow.version > held.version).order_by(col(PolicyRow.version))
    )
    documents: list[str] = []
    length = 0
    for document in session.exec(later):
        length += len(document.encode())
        if documents and length > most_bytes:
            break
        documents.append(document)
    return documents


def newest(session: Session) -> SignedBundle | None:
    """Return the signed bundle of the highest version, None while there is none."""
    document = newest_document(session)
    return None if document is None else SignedBundle.model_validate_json(document)


def newest_document(session: Session) -> str | None:
    """Return the same as JSON: what ``GET /v1/policy`` answers."""
    return session.exec(select(PolicyRow.document).order_by(col(PolicyRow.version).desc()).limit(1)).first()


def _add(session: Session, signed: SignedBundle, now: datetime) -> None:
    chain, policy_hash, document = signed.bundle.chain, signed.bundle.hash, signed.text
    session.add(PolicyRow(policy_hash=policy_hash, version=chain.version, document=document, adopted_at=now))
    detail = {
        "step": "adopted",
        "policy_hash": policy_hash.hex(),
        "author": chain.author,
        "approved_by": ", ".join(approval.signer for approval in signed.approvals),
    }
    note(session, "policy_step", f"version {chain.version}", detail, at=now)


def _is_held(session: Session, document: str) -> bool:
    try:
        policy_hash = SignedBundle.model_validate_json(document).bundle.hash
    except ValidationError:
        return False
    return session.get(PolicyRow, policy_hash) is not None
