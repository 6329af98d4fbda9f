"""The policy bundles adopted here: which one was in force at a moment, and never a step back.

Both aggregators answer alike because the answer follows from the signed bundles alone.
Source: shared/wire/PROTOCOL.md §4.3, §11, §14.5.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlmodel import Session, select

from aggregator.errors import HomeError
from aggregator.tables import PolicyRow
from policies.schema import PolicyBundle
from policies.signing import SignedBundle, verify_bundle
from policies.tasks import tasks
from shared.ids import TaskId
from shared.schemas.layout import layout_hash
from shared.schemas.task import Task


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
    """Return the bundle of the highest version whose window holds the moment, if there is one."""
    holding = [a for a in known if a.bundle.chain.not_before <= at <= a.bundle.chain.not_after]
    return max(holding, key=lambda adopted: adopted.version, default=None)


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


def adopt(session: Session, document: str, root: Ed25519PublicKey, now: datetime) -> bool:
    """Keep a signed bundle; True when it is new here.

    Raises: policies.errors.PolicyError when its signature or content does not hold, HomeError when its
    version is not above every version adopted before.
    """
    bundle = verify_bundle(document, root)
    if session.get(PolicyRow, bundle.hash) is not None:
        return False
    newest = max(session.exec(select(PolicyRow.version)).all(), default=0)
    if bundle.chain.version <= newest:
        raise HomeError(
            f"expected a policy of a version above {newest}, got another of version {bundle.chain.version}"
        )
    session.add(
        PolicyRow(policy_hash=bundle.hash, version=bundle.chain.version, document=document, adopted_at=now)
    )
    return True


def newest_document(session: Session) -> str | None:
    """Return the signed bundle of the highest version as JSON: what ``GET /v1/policy`` answers."""
    rows = session.exec(select(PolicyRow)).all()
    return max(rows, key=lambda row: row.version).document if rows else None
