"""From a contribution to what stands on the wire: split if the lane says so, sealed, signed, in the outbox.

Source: shared/wire/PROTOCOL.md §5–§8 and §20.
"""

import secrets
from dataclasses import dataclass

from edge_node.storage.contributions import Contribution
from edge_node.storage.journal import Journal
from edge_node.storage.outbox import Sealed
from privacy.keys import HpkePublicKey
from privacy.payload import NoisyVector, Payload, encode_payload
from privacy.proved import ProvedVectors
from privacy.randomness import Random
from privacy.sealing import seal
from privacy.shares import split
from privacy.signing import SigningKey
from shared.ids import EdgeId, KeyId
from shared.wire.codec import (
    Envelope,
    Header,
    Role,
    encode_envelope,
    encode_header,
    part_digest,
    report_message,
)

BATCH = 64
"""Reports per unit of work: one write to disk for all of them, each still all or nothing."""


@dataclass(frozen=True, slots=True)
class Sealer:
    """Whose reports these are, and to which keys they are sealed."""

    edge_id: EdgeId
    device_key: SigningKey
    keys: dict[Role, HpkePublicKey]
    """The key of each aggregator that is valid now and expires last."""
    random: Random = secrets.token_bytes
    """Makes the helper's seed."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One party's sealed share."""

    role: Role
    key_id: KeyId
    ciphertext: bytes

    @property
    def digest(self) -> bytes:
        return part_digest(self.role, self.key_id, self.ciphertext)


def seal_all(journal: Journal, sealer: Sealer) -> int:
    """Seal every waiting contribution into the outbox; return how many.

    The envelopes are written and the contribution is forgotten in one unit: a kill leaves one or the other.
    """
    count = 0
    while sealed := _seal_batch(journal, sealer):
        count += sealed
    return count


def seal_contribution(contribution: Contribution, sealer: Sealer) -> tuple[Sealed, ...]:
    """Return one envelope for the leader (site lane), or one for the leader and one for the helper."""
    c = contribution
    header = encode_header(
        Header(
            task_id=c.task_id,
            report_id=c.report_id,
            epoch=c.epoch,
            edge_id=sealer.edge_id,
            layout_hash=c.layout_hash,
            policy_hash=c.policy_hash,
        )
    )
    parts = [_part(payload, role, header, sealer) for role, payload in _payloads(c, header, sealer)]
    digests = {part.role: part.digest for part in parts}
    message = report_message(header, digests["leader"], digests.get("helper", b""))
    signature = sealer.device_key.sign("shoal/1 report", message)
    return tuple(
        Sealed(
            report_id=c.report_id,
            role=part.role,
            task_id=c.task_id,
            epoch=c.epoch,
            envelope=encode_envelope(
                Envelope(
                    header=header,
                    role=part.role,
                    key_id=part.key_id,
                    ciphertext=part.ciphertext,
                    other=digests.get("helper" if part.role == "leader" else "leader", b""),
                    signature=signature,
                )
            ),
        )
        for part in parts
    )


def _seal_batch(journal: Journal, sealer: Sealer) -> int:
    with journal.unit():
        waiting = journal.contributions.first(BATCH)
        for contribution in waiting:
            for sealed in seal_contribution(contribution, sealer):
                journal.sealed.append(sealed)
            journal.contributions.delete(contribution.report_id)
    return len(waiting)


def _payloads(contribution: Contribution, header: bytes, sealer: Sealer) -> list[tuple[Role, Payload]]:
    if contribution.lane == "site":
        return [("leader", NoisyVector(contribution.vector))]
    if contribution.max_per_site:
        proved = ProvedVectors(len(contribution.vector), contribution.max_per_site)
        shares = proved.shard(contribution.vector, header, contribution.report_id, sealer.random)
        return [("leader", shares[0]), ("helper", shares[1])]
    leader, helper = split(contribution.vector, header, sealer.random)
    return [("leader", leader), ("helper", helper)]


def _part(payload: Payload, role: Role, header: bytes, sealer: Sealer) -> _Part:
    key = sealer.keys[role]
    return _Part(role, key.key_id, seal(encode_payload(payload), key, header=header, role=role))
