"""Layout registration over HTTP."""

from typing import Any

from aggregator.release.published import PublishedReleases
from aggregator.tables import LayoutRow
from privacy.signing import SigningKey
from shared.schemas.enrolment import layout_message
from shared.schemas.layout import SiteLayout, layout_hash
from tests.support.audited import Noted, noted
from tests.support.hub_world import Party
from tests.support.vector_world import Edge, make_world

WORLD = make_world()
EDGE = WORLD.edges[0]
NEWER = WORLD.layout.model_copy(update={"site_name": "Vector Square"})


def put(party: Party, layout: SiteLayout, edge: Edge = EDGE, key: SigningKey | None = None) -> Any:
    signature = (key or edge.key).sign("shoal/1 layout", layout_message(edge.edge_id, layout)).hex()
    body = {"edge_id": edge.edge_id, "layout": layout.model_dump(mode="json"), "signature": signature}
    return party.client.put("/v1/layouts", json=body)


def test_newest_layout_is_what_hq_sees(leader: Party) -> None:
    leader.hub.clock.advance(60)  # type: ignore[attr-defined]  # a FakeClock

    assert put(leader, NEWER).status_code == 204

    shown = PublishedReleases(leader.hub.engine).layouts()
    assert shown["site-edge-0"].site_name == "Vector Square"
    assert shown["site-edge-1"].site_name == "Vector Street"
    assert len(leader.rows(LayoutRow)) == 7


def test_same_layout_again_is_kept_once(leader: Party) -> None:
    assert put(leader, WORLD.layout).status_code == put(leader, WORLD.layout).status_code == 204
    assert len(leader.rows(LayoutRow)) == 6


def test_layout_of_a_stranger_is_refused(leader: Party) -> None:
    answer = put(leader, NEWER, WORLD.stranger)

    assert answer.json()["type"] == "urn:shoal:problem:unknown_edge"


def test_layout_signed_by_another_is_refused(leader: Party) -> None:
    answer = put(leader, NEWER, key=WORLD.edges[1].key)

    assert answer.json()["type"] == "urn:shoal:problem:bad_signature"
    assert len(leader.rows(LayoutRow)) == 6


def test_new_layout_is_noted_once(leader: Party) -> None:
    for _ in range(2):
        put(leader, NEWER)

    said = {"event": "layout registered", "layout": layout_hash(NEWER).hex()}
    assert noted(leader.hub, "enrolment") == [Noted("enrolment", EDGE.edge_id, said)]
