"""What learning leaves in the database and when it ends: shares, sums, groups, rounds, models.

Of rounds, sums and models the newest of each task always stays: the next number, and the model that is
trained on next, are read off it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from aggregator.federated.tables import ModelRow, NodeGroupRow, RoundRow, RoundShareRow, RoundSumRow
from aggregator.retention.kind import Aged, Forgotten, Kind, counted, receipted
from aggregator.tables import PolicyRow
from policies.retention import Held, Limit, Rule


def learning_kinds(reports: Limit, evidence: Limit) -> list[Kind]:
    """Return the kinds of learning; ``reports`` is the life of reports, ``evidence`` that of what proves."""
    return [
        _shares(reports),
        _reports(reports),
        _sums(reports),
        _groups(evidence),
        _rounds(evidence),
        _models(evidence),
    ]


def _shares(limit: Limit) -> Kind:
    rule = Rule("shares that no round took", "table round_shares: share", limit.keep_for, limit.because)
    aged = Aged(RoundShareRow, "received_at", (col(RoundShareRow.share).is_not(None),))
    return receipted(rule, aged, lambda row: bytes(row.report_id), _scrub)


def _scrub(session: Session, rows: Sequence[Any], _at: datetime) -> None:
    for row in rows:
        row.share = None
        session.add(row)


def _reports(limit: Limit) -> Kind:
    rule = Rule("reports of rounds", "table round_shares: digest, no share", limit.keep_for, limit.because)
    return counted(rule, Aged(RoundShareRow, "received_at", (col(RoundShareRow.share).is_(None),)))


def _sums(limit: Limit) -> Kind:
    because = "asked again only while their round runs; else like reports"
    rule = Rule("sums of rounds", "table round_sums, but each task's last", limit.keep_for, because)
    aged = Aged(RoundSumRow, "created_at", (_has_later(RoundSumRow),))
    return receipted(rule, aged, lambda row: f"sum/{row.task_id}/{row.round}".encode())


def _groups(limit: Limit) -> Kind:
    """Counted from when another policy followed: groups drawn anew under one policy could be compared."""
    rule = Rule(
        "groups of nodes", "table node_groups, but the newest policy's", limit.keep_for, limit.because
    )
    return Kind(rule, _held_groups, lambda session, at: _forget_groups(session, at, limit))


def _rounds(limit: Limit) -> Kind:
    rule = Rule("rounds", "table rounds, but each task's last", limit.keep_for, limit.because)
    aged = Aged(RoundRow, "began_at", (_has_later(RoundRow),))
    return receipted(rule, aged, lambda row: f"round/{row.task_id}/{row.round}".encode())


def _models(limit: Limit) -> Kind:
    rule = Rule("models", "table models, but each task's one in use", limit.keep_for, limit.because)
    in_use = select(func.max(ModelRow.version)).group_by(col(ModelRow.task_id))
    aged = Aged(ModelRow, "made_at", (col(ModelRow.version).not_in(in_use),))
    return receipted(rule, aged, lambda row: f"model/{row.version}/{row.model_hash}".encode())


def _has_later(table: type[RoundRow] | type[RoundSumRow]) -> ColumnElement[bool]:
    later = aliased(table)
    same = (col(later.task_id) == col(table.task_id), col(later.round) > col(table.round))
    return select(later.round).where(*same).exists()


def _replaced(session: Session) -> dict[bytes, datetime]:
    """Return when each policy but the newest was followed by another one."""
    policies = session.exec(select(PolicyRow).order_by(col(PolicyRow.version))).all()
    return {old.policy_hash: new.adopted_at for old, new in pairwise(policies)}


def _held_groups(session: Session) -> Held:
    replaced = _replaced(session)
    rows = _groups_of(session, replaced)
    return Held(len(rows), min((replaced[row.policy_hash] for row in rows), default=None))


def _forget_groups(session: Session, at: datetime, limit: Limit) -> Forgotten | int:
    over = {policy: since for policy, since in _replaced(session).items() if since < at - limit.keep_for}
    rows = _groups_of(session, over)
    if not rows:
        return 0
    ids = [f"group/{row.policy_hash.hex()}/{row.edge_id}".encode() for row in rows]
    moments = [over[row.policy_hash] for row in rows]
    for row in rows:
        session.delete(row)
    session.flush()
    return Forgotten(ids, min(moments), max(moments), at)


def _groups_of(session: Session, policies: Iterable[bytes]) -> Sequence[NodeGroupRow]:
    return session.exec(select(NodeGroupRow).where(col(NodeGroupRow.policy_hash).in_(policies))).all()
