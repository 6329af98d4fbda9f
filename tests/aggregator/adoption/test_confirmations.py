"""Which store measures under which version is what the stores themselves have signed."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from aggregator.administration import edges
from aggregator.adoption.confirmations import by_node, confirm, confirmed_by
from aggregator.adoption.publishing import adopt_bundle, keep
from aggregator.adoption.tables import PolicyConfirmationRow
from aggregator.audit.tables import AuditEntryRow
from aggregator.bodies import Signed
from aggregator.database import reading, writing
from aggregator.fleet.enrolment import retire
from aggregator.hub import Hub
from policies.schema import PolicyBundle
from privacy.signing import SigningKey
from shared.schemas.confirmation import Confirmation, SignedConfirmation
from shared.schemas.layout import canonical_json
from shared.wire.problems import Problem
from tests.support.policy_world import Office, after
from tests.support.vector_world import NOW, Edge, make_world

WORLD = make_world()
EDGE = WORLD.edges[0]
NEXT = after(WORLD.bundle, minimum_batch=6)


def said(
    edge: Edge = EDGE, bundle: PolicyBundle = WORLD.bundle, key: SigningKey | None = None, **changes: Any
) -> Signed[SignedConfirmation]:
    good = Confirmation(
        edge_id=edge.edge_id,
        policy_hash=bundle.hash.hex(),
        version=bundle.chain.version,
        measuring_since=NOW - timedelta(hours=1),
    ).model_copy(update=changes)
    signature = (key or edge.key).sign("shoal/1 confirmation", canonical_json(good)).hex()
    return Signed(SignedConfirmation(confirmation=good, signature=signature), canonical_json(good))


def heard(hub: Hub, request: Signed[SignedConfirmation]) -> Problem | None:
    with writing(hub.engine) as session:
        return confirm(session, request, hub)


def renewed(hub: Hub) -> None:
    """Put the next version in force."""
    office = Office(root=WORLD.roots["helper"].to_bytes())
    keep(hub, [office.published(NEXT, author=None).model_dump_json()])


def test_a_store_that_has_said_nothing_runs_nothing_that_is_known(leader_hub: Hub) -> None:
    with reading(leader_hub.engine) as session:
        running = by_node(session)

    assert [(node.site_id, node.version) for node in running] == [(edge.site_id, 0) for edge in WORLD.edges]
    assert confirmed_by(running, 1) == (0, 6)


def test_its_word_says_which_version_since_when(leader_hub: Hub) -> None:
    assert heard(leader_hub, said()) is None

    with reading(leader_hub.engine) as session:
        running = by_node(session)
    assert (running[0].version, running[0].policy_hash) == (1, WORLD.bundle.hash)
    assert running[0].measuring_since == NOW - timedelta(hours=1)
    assert confirmed_by(running, 1) == (1, 6)


def test_the_newest_version_counts_and_older_ones_for_no_newer(leader_hub: Hub) -> None:
    renewed(leader_hub)
    heard(leader_hub, said())
    heard(leader_hub, said(bundle=NEXT))
    heard(leader_hub, said(WORLD.edges[1]))

    with reading(leader_hub.engine) as session:
        running = by_node(session)
    assert [node.version for node in running[:3]] == [2, 1, 0]
    assert (confirmed_by(running, 1), confirmed_by(running, 2)) == ((2, 6), (1, 6))


def test_the_first_word_about_a_version_stands_and_is_noted_once(leader_hub: Hub) -> None:
    with reading(leader_hub.engine) as session:
        before = len(session.exec(select(AuditEntryRow)).all())

    assert heard(leader_hub, said()) is None
    assert heard(leader_hub, said(measuring_since=NOW)) is None

    with reading(leader_hub.engine) as session:
        (row,) = session.exec(select(PolicyConfirmationRow)).all()
        assert len(session.exec(select(AuditEntryRow)).all()) == before + 1
    assert row.measuring_since == NOW - timedelta(hours=1)


@pytest.mark.parametrize(
    ("request_", "problem"),
    [
        (said(WORLD.stranger), "unknown_edge"),
        (said(key=WORLD.edges[1].key), "bad_signature"),
        (said(bundle=NEXT), "unknown_policy"),
        (said(version=2), "unknown_policy"),
    ],
    ids=["a stranger", "another's key", "a version not adopted", "another number"],
)
def test_what_is_not_so_is_not_kept(
    leader_hub: Hub, request_: Signed[SignedConfirmation], problem: str
) -> None:
    refused = heard(leader_hub, request_)

    assert refused is not None
    assert refused.name == problem
    with reading(leader_hub.engine) as session:
        assert session.exec(select(PolicyConfirmationRow)).all() == []


def test_a_node_that_was_retired_is_not_counted(leader_hub: Hub) -> None:
    heard(leader_hub, said())
    with writing(leader_hub.engine) as session:
        assert retire(session, EDGE.edge_id, leader_hub)

    with reading(leader_hub.engine) as session:
        running = by_node(session)
    assert confirmed_by(running, 1) == (0, 5)
    assert heard(leader_hub, said()) == Problem("unknown_edge")


def test_the_list_of_nodes_shows_the_version(leader_hub: Hub) -> None:
    heard(leader_hub, said())

    with reading(leader_hub.engine) as session:
        rows = edges(session)

    shown = [(row["policy_version"], row["measuring_since"]) for row in rows[:2]]
    assert shown == [("1", "2026-06-15T11:00:00+00:00"), ("", "")]


def test_the_office_hears_it_too(helper_hub: Hub) -> None:
    adopt_bundle(helper_hub, after(WORLD.bundle, minimum_batch=6, previous="", author=""))

    assert heard(helper_hub, said()) is None

    with reading(helper_hub.engine) as session:
        assert confirmed_by(by_node(session), 1) == (1, 6)
