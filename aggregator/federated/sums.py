"""The helper's side of a round: which reports it holds, and the sums over exactly the agreed ones.

Groups, minima and what a round costs come from the signed policy and from rows the helper wrote itself; the
leader chooses only which reports, and only all or nothing.
Source: shared/wire/PROTOCOL.md §21.4.
"""

from collections.abc import Sequence
from hmac import compare_digest

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from aggregator.adopted import Adopted, in_force
from aggregator.aggregate.digest import batch_digest
from aggregator.audit.log import note
from aggregator.federated.groups import draw, split
from aggregator.federated.shares import scrub_until, shares_of
from aggregator.federated.tables import NodeGroupRow, RoundShareRow, RoundSumRow
from aggregator.hub import Hub
from aggregator.release.gate import Gate
from aggregator.release.round_wish import RoundWish
from aggregator.tables import EdgeRow
from policies.engine import Deny
from policies.schema import LearningTerms
from privacy.payload import decode_helper_seed
from privacy.shares import aggregate, expand
from shared.ids import TaskId
from shared.schemas.learning import (
    GroupSum,
    Instruction,
    RoundHeldAnswer,
    RoundHeldRequest,
    RoundSumAnswer,
    RoundSumRequest,
)
from shared.wire.problems import Problem

_Sums = TypeAdapter(tuple[GroupSum, ...])


def held(session: Session, request: RoundHeldRequest) -> RoundHeldAnswer:
    """Return which of the named reports the helper holds under the very instruction."""
    asked = {bytes.fromhex(one) for one in request.report_ids}
    rows = _rows(session, request.instruction)
    return RoundHeldAnswer(
        nonce=request.nonce, report_ids=tuple(r.report_id.hex() for r in rows if r.report_id in asked)
    )


def sums(session: Session, request: RoundSumRequest, hub: Hub, gate: Gate) -> RoundSumAnswer | Problem:
    """Return the sums over exactly the named reports, or why there are none.

    A repeated request for the same reports is answered with the same stored sums.
    """
    told = request.instruction
    before = session.get(RoundSumRow, (told.task, told.round))
    if before is not None:
        return _again(before, request)
    mine = _agreed(session, request)
    if isinstance(mine, Problem):
        return mine
    now = hub.clock.now()
    adopted = in_force(hub.policies.refresh(session).values(), now)
    wish = RoundWish(TaskId(told.task), told.round, len(mine), told.plan_hash)
    terms = gate.admit_round(session, wish, adopted, now)
    if isinstance(terms, Problem):
        return terms
    if isinstance(terms, Deny) or adopted is None:
        return Problem("unknown_task", terms.reason if isinstance(terms, Deny) else "")
    made = _summed(session, mine, terms, adopted, hub)
    answer = _answer(request, made, sum(row.envelope_bytes for row in mine))
    _keep(session, request, answer, hub)
    return answer


def _agreed(session: Session, request: RoundSumRequest) -> list[RoundShareRow] | Problem:
    asked = {bytes.fromhex(one) for one in request.report_ids}
    mine = [row for row in _rows(session, request.instruction) if row.report_id in asked]
    if not len(mine) == len(request.report_ids) == request.count:
        return Problem("count_mismatch", f"expected {len(mine)} reports, got {request.count}")
    if not compare_digest(batch_digest(r.report_id for r in mine), bytes.fromhex(request.digest)):
        return Problem("digest_mismatch")
    return mine


def _summed(
    session: Session, rows: Sequence[RoundShareRow], terms: LearningTerms, adopted: Adopted, hub: Hub
) -> tuple[GroupSum, ...]:
    groups = _groups(session, terms, adopted, hub)
    by_id = {row.report_id: row for row in rows}
    together = split({row.report_id: row.edge_id for row in rows}, groups, terms.minimum_nodes)
    return tuple(
        GroupSum(
            group=group,
            report_ids=tuple(one.hex() for one in ids),
            share=_share([by_id[one] for one in ids], terms.plan.length),
        )
        for group, ids in together.items()
    )


def _share(rows: Sequence[RoundShareRow], length: int) -> str:
    seeds = ((row.header, row.share) for row in rows if row.share is not None)
    parts = (expand(decode_helper_seed(share), header, length) for header, share in seeds)
    return aggregate(parts, length).astype(">u8").tobytes().hex()


def _groups(session: Session, terms: LearningTerms, adopted: Adopted, hub: Hub) -> dict[str, str]:
    """Return every enrolled node's group; who has none yet under this policy is drawn now."""
    of_policy = select(NodeGroupRow).where(NodeGroupRow.policy_hash == adopted.policy_hash)
    drawn = {row.edge_id: row.group_id for row in session.exec(of_policy).all()}
    enrolled = session.exec(select(EdgeRow.edge_id).where(col(EdgeRow.retired_at).is_(None))).all()
    fresh = draw(set(enrolled) - set(drawn), drawn, terms.group_size, hub.random)
    for edge, group in fresh.items():
        session.add(NodeGroupRow(policy_hash=adopted.policy_hash, edge_id=edge, group_id=group))
    return drawn | fresh


def _keep(session: Session, request: RoundSumRequest, answer: RoundSumAnswer, hub: Hub) -> None:
    now, told = hub.clock.now(), request.instruction
    session.add(
        RoundSumRow(
            task_id=told.task,
            round=told.round,
            digest=bytes.fromhex(request.digest),
            sums=_Sums.dump_json(answer.sums).decode(),
            created_at=now,
        )
    )
    scrub_until(session, told.task, told.round)
    said = {"round": told.round, "nodes": request.count, "groups": len(answer.sums)}
    note(session, "release", told.task, said, at=now)


def _again(row: RoundSumRow, request: RoundSumRequest) -> RoundSumAnswer | Problem:
    if row.digest != bytes.fromhex(request.digest):
        return Problem("batch_collected", "the round was summed with other reports")
    return _answer(request, _Sums.validate_json(row.sums), 0)


def _answer(request: RoundSumRequest, made: tuple[GroupSum, ...], helper_bytes: int) -> RoundSumAnswer:
    return RoundSumAnswer(nonce=request.nonce, digest=request.digest, sums=made, helper_bytes=helper_bytes)


def _rows(session: Session, told: Instruction) -> Sequence[RoundShareRow]:
    return shares_of(session, told.task, told.round, told.hash)
