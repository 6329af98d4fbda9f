"""A leader that drops what stores sent: at its door, from a batch, a whole batch, and what the helper sees.

`measured` is how many of the drops nobody but the leader could know of. The bound is none: shares for the
helper come straight from the stores, and the epoch is an edge's sequence number.
Source: DESIGN §2 and §8; shared/wire/PROTOCOL.md §15.
"""

from collections.abc import Sequence
from datetime import timedelta

from aggregator.aggregate.overdue import overdue
from aggregator.database import reading
from aggregator.tables import ReportRow
from shared.wire.codec import Role
from tests.adversary.leader_world import Battle, homes
from tests.adversary.row import Row, Scale
from tests.support.audited import noted
from tests.support.two_hubs import ROLES

DROPPED: dict[Scale, tuple[int, ...]] = {"small": (0, 1), "full": (0, 1, 2, 3, 4, 5)}
"""Which store's report is dropped, one battle each."""
LATER = timedelta(days=10)
"""A batch of yesterday is closed for more than a day then."""


def rows(*, scale: Scale, seed: int) -> list[Row]:
    """Return one row: every way of dropping."""
    drops, straight, forwarded = 0, 0, 0
    with homes() as ground:
        for store in DROPPED[scale]:
            for drop in (at_the_door, from_the_batch, the_whole_batch):
                with ground.battle(seed + store) as battle:
                    straight += not drop(battle, store, ROLES)
                with ground.battle(seed + store) as battle:
                    forwarded += not drop(battle, store, ("leader",))
                drops += 1
    return [
        Row(
            promise="no report is dropped unseen",
            attack="leader drops a report at its door, from a batch, and a whole batch",
            measured=straight,
            bound=0,
            holds=straight == 0,
            control=forwarded,
            control_fails=forwarded == drops,
            detail=f"drops unseen of {drops}; defence off: the leader passes the helper's shares on",
        )
    ]


def at_the_door(battle: Battle, store: int, to: Sequence[Role]) -> bool:
    """Answer the store that its report is held, and throw it away; true when the helper's log tells."""
    for at, edge in enumerate(battle.world.edges):
        if at == store:
            battle.report(edge, battle.counted[at], [role for role in to if role == "helper"])
        else:
            battle.report(edge, battle.counted[at])
    kept = [row.report_id for row in battle.leader.rows(ReportRow)]
    return _is_missed(battle, battle.ask(kept).status_code)


def from_the_batch(battle: Battle, store: int, to: Sequence[Role]) -> bool:
    """Ask for a sum without the store's report; true when the helper's log tells."""
    ids = []
    for at, edge in enumerate(battle.world.edges):
        report_id = battle.report(edge, battle.counted[at], to if at == store else ROLES)
        ids += [] if at == store else [report_id]
    return _is_missed(battle, battle.ask(ids).status_code)


def the_whole_batch(battle: Battle, _store: int, to: Sequence[Role]) -> bool:
    """Never ask; true when the helper's console tells."""
    for at, edge in enumerate(battle.world.edges):
        battle.report(edge, battle.counted[at], to)
    hub = battle.helper.hub
    with reading(hub.engine) as session:
        known = hub.policies.refresh(session).values()
        return bool(overdue(session, known, battle.clock.now() + LATER))


def _is_missed(battle: Battle, status: int) -> bool:
    assert status == 200, "a sum of five stores is given out"
    (entry,) = noted(battle.helper.hub, "release")
    return entry.detail["left_out"] == 1
