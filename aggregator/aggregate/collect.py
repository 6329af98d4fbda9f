"""The helper's side of a batch: sum exactly the agreed shares, once, with its own noise.

Everything that protects the sum comes from the signed policy and from rows the helper wrote itself; the
request chooses only which reports, and only all or nothing.
Source: shared/wire/PROTOCOL.md §15.3–4 and §20.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hmac import compare_digest

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session, select

from aggregator.aggregate.batch import BatchName, Terms, has_ended, terms_of, wish_for
from aggregator.aggregate.digest import batch_digest
from aggregator.aggregate.noise_secret import noise_secret
from aggregator.aggregate.proving import answered, forget_unproved, summed
from aggregator.aggregate.rows import batch_of, enrolled, reports_of, row_id, scrub
from aggregator.audit.entry import Detail
from aggregator.audit.log import note
from aggregator.audit.sightings import why_not_yet
from aggregator.hub import Hub
from aggregator.ports import Door
from aggregator.tables import AggregateShareRow, BatchRow, EdgeRow, ReportRow
from policies.engine import Deny
from privacy.payload import decode_helper_seed
from privacy.shares import aggregate, expand
from shared.ids import CohortId, TaskId
from shared.schemas.peer import (
    CollectAnswer,
    CollectRequest,
    HeldAnswer,
    HeldRequest,
    VerifyAnswer,
    VerifyRequest,
)
from shared.schemas.task import Task
from shared.wire.problems import Problem

_AddNoise = Callable[[NDArray[np.uint64]], NDArray[np.uint64]]


@dataclass(frozen=True, slots=True)
class _Sum:
    name: BatchName
    terms: Terms
    reports: Sequence[ReportRow]
    noisy: bytes
    """n × uint64, big-endian; or n elements of the field, where proofs were asked for (§20)."""


def held(session: Session, request: HeldRequest, hub: Hub) -> HeldAnswer | Problem:
    """Return which of the named reports the helper holds for the batch."""
    name = _name(request)
    terms = _known(session, name, hub)
    if isinstance(terms, Problem):
        return terms
    asked = {bytes.fromhex(one) for one in request.report_ids}
    both = [
        report.report_id.hex() for report in _of_policy(session, name, terms) if report.report_id in asked
    ]
    return HeldAnswer(nonce=request.nonce, report_ids=tuple(both))


def collect(session: Session, request: CollectRequest, hub: Hub, door: Door) -> CollectAnswer | Problem:
    """Return the noisy sum over exactly the named reports, or why there is none.

    A repeated request for the same reports is answered with the same stored bytes.
    """
    name = _name(request)
    terms = _known(session, name, hub)
    if isinstance(terms, Problem):
        return terms
    batch = batch_of(session, name)
    if batch is not None:
        return _again(session, batch, request)
    refused = why_not_yet(
        session, hub, name.cohort_id, began_at=terms.data_from, stores=terms.task.minimum_batch
    )
    mine = refused or _agreed(session, request, name, terms)
    if isinstance(mine, Problem):
        return mine
    now = hub.clock.now()
    admitted = door.admit(session, wish_for(name, terms, len(mine)), terms.adopted, now)
    if not isinstance(admitted, Task):
        return Problem("unknown_task", admitted.reason) if isinstance(admitted, Deny) else admitted
    noisy = _noisy_sum(
        mine, terms, partial(door.add_noise, task=admitted, secret=noise_secret(hub.root, name, mine))
    )
    _settle(session, _Sum(name, terms, mine, noisy), now)
    return _answer(request, noisy)


def verify(session: Session, request: VerifyRequest, hub: Hub) -> VerifyAnswer | Problem:
    """Return the helper's verifier shares of the named reports; forget those whose proofs do not hold."""
    name = _name(request)
    terms = _known(session, name, hub)
    if isinstance(terms, Problem):
        return terms
    if terms.proved is None:
        return VerifyAnswer(nonce=request.nonce, verifiers=())
    reports = _of_policy(session, name, terms)
    key = bytes.fromhex(request.verify_key)
    shares, failed = answered(session, reports, terms.proved, request.verifiers, key)
    forget_unproved(session, name, failed, hub.clock.now())
    return VerifyAnswer(nonce=request.nonce, verifiers=shares)


def _agreed(
    session: Session, request: CollectRequest, name: BatchName, terms: Terms
) -> list[ReportRow] | Problem:
    asked = {bytes.fromhex(one) for one in request.report_ids}
    mine = [
        report
        for report in _of_policy(session, name, terms)
        if report.report_id in asked and (terms.proved is None or report.proved_under is not None)
    ]
    if not len(mine) == len(request.report_ids) == request.count:
        return Problem("count_mismatch", f"expected {len(mine)} reports, got {request.count}")
    if not compare_digest(batch_digest(r.report_id for r in mine), bytes.fromhex(request.digest)):
        return Problem("digest_mismatch")
    return mine


def _known(session: Session, name: BatchName, hub: Hub) -> Terms | Problem:
    terms = terms_of(name, hub.policies.refresh(session).values())
    if terms is None:
        return Problem("unknown_task", f"no policy in force then has a cohort task {name.task_id!r}")
    members = select(EdgeRow.edge_id).where(EdgeRow.cohort_id == name.cohort_id)
    if session.exec(members).first() is None:
        return Problem("unknown_cohort")
    return terms


def _of_policy(session: Session, name: BatchName, terms: Terms) -> list[ReportRow]:
    of_policy = terms.adopted.policy_hash
    return [report for report in reports_of(session, name) if report.policy_hash == of_policy]


def _again(session: Session, batch: BatchRow, request: CollectRequest) -> CollectAnswer | Problem:
    if batch.digest != bytes.fromhex(request.digest) or batch.report_count != request.count:
        return Problem("batch_collected", "the batch went out with other reports")
    return _answer(request, session.get_one(AggregateShareRow, batch.batch_id).share)


def _noisy_sum(reports: Sequence[ReportRow], terms: Terms, add_noise: _AddNoise) -> bytes:
    if terms.proved is None:
        return add_noise(aggregate(_shares(reports, terms), terms.length)).astype(">u8").tobytes()
    noise = add_noise(np.zeros(terms.length, dtype=np.uint64)).view(np.int64)
    return terms.proved.noisy(summed("helper", reports, terms.proved), noise[:-1])


def _shares(reports: Sequence[ReportRow], terms: Terms) -> list[NDArray[np.uint64]]:
    return [
        expand(decode_helper_seed(report.share), report.header, terms.length)
        for report in reports
        if report.share is not None
    ]


def _settle(session: Session, total: _Sum, now: datetime) -> None:
    batch = BatchRow(
        task_id=total.name.task_id,
        cohort_id=total.name.cohort_id,
        epoch=total.name.epoch,
        state="collected",
        policy_hash=total.terms.adopted.policy_hash,
        digest=batch_digest(report.report_id for report in total.reports),
        report_count=len(total.reports),
        is_provisional=not has_ended(total.name, total.terms, now),
        closed_at=now,
    )
    session.add(batch)
    session.flush()
    scrub(session, total.reports, now, batch.batch_id)
    session.flush()
    left_out = reports_of(session, total.name)
    scrub(session, left_out, now)  # the rest: in no batch, a coverage gap (§15)
    session.add(AggregateShareRow(batch_id=row_id(batch), share=total.noisy, created_at=now))
    said: Detail = {
        "epoch": batch.epoch,
        "scope": batch.cohort_id,
        "sites": batch.report_count,
        "left_out": len(left_out),
        "enrolled": enrolled(session, total.name.cohort_id),
        "policy": batch.policy_hash.hex(),
    }
    note(session, "release", batch.task_id, said, at=now)


def _name(request: HeldRequest | CollectRequest | VerifyRequest) -> BatchName:
    return BatchName(TaskId(request.task), CohortId(request.cohort), request.epoch)


def _answer(request: CollectRequest, share: bytes) -> CollectAnswer:
    return CollectAnswer(nonce=request.nonce, digest=request.digest, count=request.count, share=share.hex())
