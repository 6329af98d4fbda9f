"""Sealing keys: a new one monthly, destroyed 35 days after its last day."""

from datetime import timedelta

from aggregator.database import writing
from aggregator.hub import Hub
from aggregator.keyring import RENEW_WITHIN, VALID_FOR, published, signed_list
from privacy.key_list import GRACE, check_key_list, select_key
from tests.support.audited import noted
from tests.support.vector_world import NOW, fixed_random, make_world

RANDOM = fixed_random("rotation")


def test_rotated_key_is_the_one_edges_pick(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        fresh = leader_hub.keyring.rotate(session, NOW, RANDOM)
        signed = signed_list(session, "leader", leader_hub.home, NOW)

    keys = check_key_list(signed, role="leader", root_public_key=leader_hub.root.public_key)
    assert select_key(keys, NOW).key_id == fresh
    assert len(keys.keys) == 2


def test_key_close_to_its_end_gets_one_successor(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        assert leader_hub.keyring.rotate_when_due(session, NOW, RANDOM) is not None
        assert leader_hub.keyring.rotate_when_due(session, NOW, RANDOM) is None
        later = NOW + VALID_FOR - RENEW_WITHIN
        assert leader_hub.keyring.rotate_when_due(session, later, RANDOM) is not None


def test_expired_key_opens_35_days_longer_and_no_more(leader_hub: Hub) -> None:
    world = make_world()
    key_id = world.hpke["leader"].public_key.key_id

    with writing(leader_hub.engine) as session:
        last = world.not_after + GRACE
        assert leader_hub.keyring.private(session, key_id, last) is not None
        assert leader_hub.keyring.private(session, key_id, last + timedelta(seconds=1)) is None
        assert published(session, world.not_after + timedelta(seconds=1)) == ()


def test_key_never_held_opens_nothing(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        assert leader_hub.keyring.private(session, "0" * 16, NOW) is None


def test_destroyed_key_is_gone_from_disk_and_memory(leader_hub: Hub) -> None:
    world = make_world()
    key_id = world.hpke["leader"].public_key.key_id
    with writing(leader_hub.engine) as session:
        leader_hub.keyring.private(session, key_id, NOW)

        destroyed = leader_hub.keyring.destroy_expired(session, world.not_after + GRACE + timedelta(days=1))

        assert destroyed == [key_id]
        assert leader_hub.keyring.private(session, key_id, NOW) is None
        assert leader_hub.home.hpke(key_id) is None
        assert leader_hub.keyring.destroy_expired(session, NOW + timedelta(days=400)) == []


def test_row_whose_file_was_lost_opens_nothing(leader_hub: Hub) -> None:
    key_id = make_world().hpke["leader"].public_key.key_id
    leader_hub.home.destroy_hpke(key_id)

    with writing(leader_hub.engine) as session:
        assert leader_hub.keyring.private(session, key_id, NOW) is None


def test_made_and_destroyed_keys_are_noted(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        fresh = leader_hub.keyring.rotate(session, NOW, RANDOM)
        leader_hub.keyring.destroy_expired(session, NOW + VALID_FOR + GRACE + timedelta(days=1))

    said = [(entry.subject, entry.detail["event"]) for entry in noted(leader_hub, "key_event")]
    assert said.count((fresh, "sealing key made")) == 1
    assert said.count((fresh, "sealing key destroyed")) == 1
