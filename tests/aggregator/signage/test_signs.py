"""A store is believed about its signs under its own signature, and what must be looked at comes first."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from aggregator.audit.tables import AuditEntryRow
from aggregator.bodies import Signed
from aggregator.database import reading, writing
from aggregator.fleet.enrolment import retire
from aggregator.hub import Hub
from aggregator.signage.signs import SOON, StoreSign, by_camera, forget_signs, hear, to_look_at
from aggregator.signage.tables import SignsHeardRow
from privacy.signing import SigningKey
from shared.schemas.layout import canonical_json
from shared.schemas.signs import CameraSign, SignedSignsReport, SignsReport
from shared.wire.problems import Problem
from tests.support.vector_world import NOW, Edge, make_world

WORLD = make_world()
EDGE = WORLD.edges[0]
UNTIL = date(2026, 12, 31)


def said(edge: Edge = EDGE, key: SigningKey | None = None, **changes: Any) -> Signed[SignedSignsReport]:
    good = SignsReport(
        edge_id=edge.edge_id,
        at=NOW,
        cameras=(
            CameraSign(camera="door", attested_until=UNTIL),
            CameraSign(camera="till", attested_until=None),
        ),
        objections=2,
    ).model_copy(update=changes)
    signature = (key or edge.key).sign("shoal/1 signs", canonical_json(good)).hex()
    return Signed(SignedSignsReport(signs=good, signature=signature), canonical_json(good))


def heard(hub: Hub, request: Signed[SignedSignsReport]) -> Problem | None:
    with writing(hub.engine) as session:
        return hear(session, request, hub)


def cameras(hub: Hub) -> list[tuple[str, date | None]]:
    with reading(hub.engine) as session:
        return [(sign.camera, sign.attested_until) for sign in by_camera(session)]


def noted(hub: Hub) -> list[str]:
    """Return the kind of every entry about signs and objections, oldest first."""
    with reading(hub.engine) as session:
        kinds = col(AuditEntryRow.kind).in_(("signage", "objection"))
        rows = session.exec(select(AuditEntryRow).where(kinds).order_by(col(AuditEntryRow.leaf_index))).all()
        return [row.kind for row in rows]


def test_every_camera_of_the_store_is_known(leader_hub: Hub) -> None:
    assert heard(leader_hub, said()) is None

    with reading(leader_hub.engine) as session:
        door, _ = by_camera(session)
    assert cameras(leader_hub) == [("door", UNTIL), ("till", None)]
    assert (door.edge_id, door.site_id, door.said_at) == (EDGE.edge_id, EDGE.site_id, NOW)


def test_the_newest_word_stands_and_a_camera_that_is_gone_goes(leader_hub: Hub) -> None:
    heard(leader_hub, said())
    later = CameraSign(camera="door", attested_until=None)

    heard(leader_hub, said(at=NOW + timedelta(hours=1), cameras=(later,)))
    assert heard(leader_hub, said(at=NOW)) is None

    assert cameras(leader_hub) == [("door", None)]


def test_changes_are_noted_once(leader_hub: Hub) -> None:
    heard(leader_hub, said())
    first = len(noted(leader_hub))
    heard(leader_hub, said(at=NOW + timedelta(hours=1)))
    second = len(noted(leader_hub))
    heard(leader_hub, said(at=NOW + timedelta(hours=2), objections=3))

    assert (first, second) == (3, 3)
    assert noted(leader_hub) == ["signage", "signage", "objection", "objection"]


@pytest.mark.parametrize(
    ("request_", "problem"),
    [
        (said(key=WORLD.edges[1].key), "bad_signature"),
        (said(edge_id="b" * 26), "unknown_edge"),
    ],
    ids=["another's key", "a stranger"],
)
def test_a_word_that_is_not_the_stores_changes_nothing(
    leader_hub: Hub, request_: Signed[SignedSignsReport], problem: str
) -> None:
    refusal = heard(leader_hub, request_)

    assert refusal is not None
    assert refusal.name == problem
    assert cameras(leader_hub) == []


def test_a_retired_store_is_no_longer_heard_nor_shown(leader_hub: Hub) -> None:
    heard(leader_hub, said())
    with writing(leader_hub.engine) as session:
        retire(session, EDGE.edge_id, leader_hub)

    refusal = heard(leader_hub, said(at=NOW + timedelta(hours=1)))

    assert refusal is not None
    assert refusal.name == "unknown_edge"
    assert cameras(leader_hub) == []


def test_a_store_given_up_leaves_nothing_behind(leader_hub: Hub) -> None:
    heard(leader_hub, said())
    heard(leader_hub, said(WORLD.edges[1]))
    with writing(leader_hub.engine) as session:
        forget_signs(session, EDGE.edge_id)

    with reading(leader_hub.engine) as session:
        left = [row.edge_id for row in session.exec(select(SignsHeardRow)).all()]
    assert left == [WORLD.edges[1].edge_id]
    assert cameras(leader_hub) == [("door", UNTIL), ("till", None)]


def test_missing_signs_come_first_and_distant_ones_not_at_all() -> None:
    today = NOW.date()
    days = [SOON.days + 1, SOON.days, 5]
    signs = [StoreSign("e", "s", f"in {count}", today + timedelta(days=count), NOW) for count in days] + [
        StoreSign("e", "s", "none", None, NOW)
    ]

    assert [sign.camera for sign in to_look_at(signs, today)] == ["none", "in 5", f"in {SOON.days}"]
