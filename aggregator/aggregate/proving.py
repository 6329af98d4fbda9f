"""Both parties' side of the validity proofs of a batch: made ready, exchanged, decided, noted.

A report whose proof does not hold is forgotten here, counted under `UNPROVED` and noted in the audit log; it
enters no sum. A key is never used for a report after another was: two looks at one proof could lay it open.
Source: shared/wire/PROTOCOL.md §20.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlmodel import Session

from aggregator.aggregate.batch import BatchName, Terms
from aggregator.aggregate.rows import scrub
from aggregator.audit.entry import Detail
from aggregator.audit.log import note
from aggregator.audit.refusals import count
from aggregator.tables import ReportRow
from privacy.errors import PrivacyError, ProofError
from privacy.payload import ProvedHelper, ProvedLeader, decode_proved_helper, decode_proved_leader
from privacy.proved import ProvedVectors, Verifying
from privacy.signing import SigningKey
from shared.schemas.peer import Verifier
from shared.wire.codec import Role
from shared.wire.reader import bytes16

UNPROVED: Final = "proof_does_not_hold"
"""The reason under which refused proofs are counted."""


def verification_key(root: SigningKey, name: BatchName, terms: Terms) -> bytes:
    """Return the leader's verification key for the batch's task and policy, 32 bytes, always the same.

    It is the hash of a signature that is never sent, so nobody without the root key knows it beforehand.
    """
    said = bytes16(name.task_id.encode()) + terms.adopted.policy_hash
    return hashlib.sha256(root.sign("shoal/1 verify", said)).digest()


def begun(
    role: Role, reports: Iterable[ReportRow], proved: ProvedVectors, key: bytes
) -> dict[bytes, Verifying | None]:
    """Return this party's verification of each report by its id; None where the share itself is none."""
    return {report.report_id: _begun(role, report, proved, key) for report in reports if report.share}


def held_to(
    mine: Mapping[bytes, Verifying | None], theirs: Mapping[bytes, bytes]
) -> tuple[set[bytes], set[bytes]]:
    """Return the ids whose proofs hold and those whose do not; the other party's silence is neither."""
    judged = {one for one, own in mine.items() if own is None or one in theirs}
    held = {one for one in judged if _holds(mine[one], theirs.get(one))}
    return held, judged - held


def answered(
    session: Session,
    reports: Sequence[ReportRow],
    proved: ProvedVectors,
    asked: Collection[Verifier],
    key: bytes,
) -> tuple[tuple[Verifier, ...], list[ReportRow]]:
    """Return the helper's verifier shares of what it was asked about, and the reports that are not proved.

    Those whose proofs hold are marked, and from then on answered under the same key only.
    """
    theirs = {bytes.fromhex(one.report_id): bytes.fromhex(one.share) for one in asked}
    under = hashlib.sha256(key).digest()
    open_to = [r for r in reports if r.report_id in theirs and r.proved_under in (None, under)]
    mine = begun("helper", open_to, proved, key)
    held, failed = held_to(mine, theirs)
    for report in open_to:
        if report.report_id in held:
            report.proved_under = under
            session.add(report)
    shares = [
        Verifier(report_id=one.hex(), share=own.share.hex()) for one, own in sorted(mine.items()) if own
    ]
    return tuple(shares), [report for report in open_to if report.report_id in failed]


def forget_unproved(session: Session, name: BatchName, reports: Sequence[ReportRow], now: datetime) -> None:
    """Scrub reports whose proofs do not hold, count them, and note how many they were and of whom."""
    if not reports:
        return
    scrub(session, reports, now)
    session.flush()
    count(session, {UNPROVED: len(reports)}, now)
    for report in reports:
        said: Detail = {
            "epoch": name.epoch,
            "scope": name.cohort_id,
            "edge": report.edge_id,
            "because": UNPROVED,
        }
        note(session, "refusal", name.task_id, said, at=now)


def summed(role: Role, reports: Iterable[ReportRow], proved: ProvedVectors) -> bytes:
    """Return the encoded sum of this party's shares; every proof has held."""
    return proved.summed((_payload(role, r.share, proved), r.header) for r in reports if r.share)


def _begun(role: Role, report: ReportRow, proved: ProvedVectors, key: bytes) -> Verifying | None:
    try:
        payload = _payload(role, report.share or b"", proved)
        return proved.verifying(payload, report.header, report.report_id, key)
    except PrivacyError:
        return None


def _payload(role: Role, share: bytes, proved: ProvedVectors) -> ProvedLeader | ProvedHelper:
    if role == "helper":
        return decode_proved_helper(share)
    return decode_proved_leader(share, proved.leader_share_bytes)


def _holds(own: Verifying | None, theirs: bytes | None) -> bool:
    if own is None or theirs is None:
        return False
    try:
        own.output(theirs)
    except ProofError:
        return False
    return True
