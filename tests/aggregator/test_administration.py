"""What an administrator does, on real homes."""

from pathlib import Path

import pytest

from aggregator.administration import (
    PolicySource,
    adopt_documents,
    edges,
    introduce,
    invite,
    make_home,
    release_counts,
    sealing_keys,
)
from aggregator.database import reading
from aggregator.errors import HomeError
from aggregator.hub import Hub
from policies.errors import RefusedError
from privacy.signing import SigningKey, fingerprint
from shared.config import ConfigError
from shared.wire.pairing import parse_pairing_code
from tests.support.audited import Noted, noted
from tests.support.vector_world import fixed_random

URL = "http://127.0.0.1:8400"


def test_helper_is_made_with_a_policy_and_a_key(tmp_path: Path) -> None:
    hub = make_home(tmp_path, "helper", PolicySource(), fixed_random("made"))

    with reading(hub.engine) as session:
        assert len(hub.policies.refresh(session)) == 1
        assert len(sealing_keys(session)) == 1
    assert hub.home.policy_file.exists()


def test_leader_is_made_without_a_policy(tmp_path: Path) -> None:
    hub = make_home(tmp_path, "leader", PolicySource(), fixed_random("made"))

    assert not hub.home.policy_file.exists()


def test_home_is_never_made_twice(tmp_path: Path) -> None:
    make_home(tmp_path, "leader", PolicySource(), fixed_random("made"))

    with pytest.raises(HomeError, match="already"):
        make_home(tmp_path, "helper", PolicySource(), fixed_random("again"))


def test_invitation_names_address_site_and_root_key(leader_hub: Hub) -> None:
    made = invite(leader_hub, site="Old Market", url=URL, replaces=False)

    code = parse_pairing_code(made.code)
    assert (made.site_id, code.base_url) == ("old-market", URL)


def test_site_with_a_node_needs_replace(leader_hub: Hub) -> None:
    with pytest.raises(HomeError, match="--replace"):
        invite(leader_hub, site="site-edge-0", url=URL, replaces=False)

    assert invite(leader_hub, site="site-edge-0", url=URL, replaces=True).site_id == "site-edge-0"


def test_site_needs_a_name_of_plain_letters(leader_hub: Hub) -> None:
    with pytest.raises(HomeError, match="--site NAME"):
        invite(leader_hub, site="Straße/1", url=URL, replaces=False)


def test_helper_names_no_sites(helper_hub: Hub) -> None:
    with pytest.raises(HomeError, match="leader names the sites"):
        invite(helper_hub, site="x", url=URL, replaces=False)


def test_invitation_needs_an_address(leader_hub: Hub) -> None:
    with pytest.raises(HomeError, match="address"):
        invite(leader_hub, site="new", url="", replaces=False)


def test_invitation_in_the_clear_beyond_loopback_is_refused(leader_hub: Hub) -> None:
    with pytest.raises(HomeError, match="https"):
        invite(leader_hub, site="new", url="http://leader.example", replaces=False)


def test_peer_is_not_oneself(leader_hub: Hub) -> None:
    with pytest.raises(HomeError, match="own"):
        introduce(leader_hub.home.path, root_key=leader_hub.root.public_key.hex(), url="")


def test_peer_key_must_be_a_key(leader_hub: Hub) -> None:
    with pytest.raises(ConfigError, match="peer_root_key"):
        introduce(leader_hub.home.path, root_key="abc", url="")


def test_policy_is_signed_by_the_helper_only(leader_hub: Hub, helper_hub: Hub) -> None:
    with pytest.raises(HomeError, match="helper"):
        adopt_documents(leader_hub, PolicySource())
    with pytest.raises(RefusedError, match="version 1 is held"):
        adopt_documents(helper_hub, PolicySource())


def test_edges_are_listed(leader_hub: Hub) -> None:
    with reading(leader_hub.engine) as session:
        found = edges(session)

    assert [edge["site_id"] for edge in found] == [f"site-edge-{n}" for n in range(6)]
    assert release_counts(leader_hub) == {"published": 0, "suppressed": 0}


def test_peer_introduced_is_noted(leader_hub: Hub) -> None:
    key = SigningKey(bytes(32)).public_key

    introduce(leader_hub.home.path, root_key=key.hex(), url="http://127.0.0.1:8401")

    said = {"event": "peer introduced", "url": "http://127.0.0.1:8401"}
    assert noted(leader_hub, "key_event")[-1] == Noted("key_event", fingerprint(key), said)


def test_fresh_home_has_noted_its_keys(tmp_path: Path) -> None:
    hub = make_home(tmp_path / "fresh", "leader", PolicySource())

    events = [entry.detail["event"] for entry in noted(hub)]
    hub.engine.dispose()
    assert events == ["root key made", "sealing key made"]
