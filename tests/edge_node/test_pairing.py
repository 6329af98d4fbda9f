"""A node pairs with both aggregators, and believes neither before its fingerprint fits."""

from pathlib import Path

import pytest

from edge_node.errors import PairingError
from edge_node.node import Node, load_node
from edge_node.pairing import pair
from edge_node.storage import files
from policies.errors import RefusedError
from privacy.errors import KeyListError
from privacy.signing import SigningKey, edge_id, verify
from shared.clock import Clock
from shared.schemas.enrolment import Enrolment, LayoutRegistration, layout_message
from shared.wire.codec import Role
from shared.wire.errors import MalformedError
from tests.support.clock import FakeClock
from tests.support.edge_world import BUNDLE, site
from tests.support.fake_aggregator import SECRET, FakeAggregator

Chain = dict[Role, FakeAggregator]


def paired(chain: Chain, root: Path, clock: Clock) -> Node:
    return pair(chain["leader"].code, chain["helper"].code, root, layout=site(), clock=clock)


def test_a_paired_node_knows_who_it_is(chain: Chain, tmp_path: Path, clock: FakeClock) -> None:
    node = paired(chain, tmp_path, clock)

    assert (node.pairing.site_id, node.pairing.cohort_id) == ("altona", "c1")
    assert node.pairing.edge_id == edge_id(node.device_key.public_key)


def test_a_paired_node_holds_a_verified_policy_and_keys(
    chain: Chain, tmp_path: Path, clock: FakeClock
) -> None:
    node = paired(chain, tmp_path, clock)

    assert node.bundle == BUNDLE
    assert {role: key.key_id for role, key in node.sealer().keys.items()} == {
        role: each.party.hpke.public_key.key_id for role, each in chain.items()
    }


def test_the_leader_is_told_the_layout_under_the_device_key(
    chain: Chain, tmp_path: Path, clock: FakeClock
) -> None:
    node = paired(chain, tmp_path, clock)

    told = LayoutRegistration.model_validate_json(chain["leader"].layouts[0])
    message = layout_message(told.edge_id, told.layout)
    assert (told.edge_id, told.layout) == (node.pairing.edge_id, site())
    assert verify(node.device_key.public_key, "shoal/1 layout", message, bytes.fromhex(told.signature))
    assert chain["helper"].layouts == []


def test_no_secret_is_kept(chain: Chain, tmp_path: Path, clock: FakeClock) -> None:
    paired(chain, tmp_path, clock)

    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(SECRET.encode() in content for content in kept)


def test_everything_kept_is_private(chain: Chain, tmp_path: Path, clock: FakeClock) -> None:
    paired(chain, tmp_path, clock)

    assert {path.stat().st_mode & 0o777 for path in tmp_path.rglob("*") if path.is_file()} == {0o600}


@pytest.mark.parametrize("role", ["leader", "helper"])
def test_another_root_key_than_the_codes_is_not_believed(
    chain: Chain, tmp_path: Path, clock: FakeClock, stranger: SigningKey, role: Role
) -> None:
    chain[role].alter = lambda e: e.model_copy(update={"root_public_key": stranger.public_key.hex()})
    chain[role].signer = stranger

    with pytest.raises(PairingError, match="not the one in the pairing code"):
        paired(chain, tmp_path, clock)


@pytest.mark.parametrize("role", ["leader", "helper"])
def test_an_enrolment_signed_by_somebody_else_is_not_believed(
    chain: Chain, tmp_path: Path, clock: FakeClock, stranger: SigningKey, role: Role
) -> None:
    chain[role].signer = stranger

    with pytest.raises(PairingError, match="not signed by its root key"):
        paired(chain, tmp_path, clock)


def test_a_leader_that_names_its_own_policy_key_is_not_believed(
    chain: Chain, tmp_path: Path, clock: FakeClock
) -> None:
    chain["leader"].policy_key = chain["leader"].party.root

    with pytest.raises(PairingError, match="not the helper's root key"):
        paired(chain, tmp_path, clock)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"edge_id": "a" * 26}, "of this node"),
        ({"role": "helper"}, "leader's enrolment"),
        ({"site_id": ""}, "name a site"),
    ],
    ids=["another edge", "another role", "no site"],
)
def test_an_enrolment_about_something_else_is_not_believed(
    chain: Chain, tmp_path: Path, clock: FakeClock, changes: dict[str, str], words: str
) -> None:
    def alter(enrolment: Enrolment) -> Enrolment:
        return enrolment.model_copy(update=changes)

    chain["leader"].alter = alter

    with pytest.raises(PairingError, match=words):
        paired(chain, tmp_path, clock)


def test_a_used_code_is_refused_by_name(chain: Chain, tmp_path: Path, clock: FakeClock) -> None:
    chain["helper"].secret = ""

    with pytest.raises(PairingError, match="pairing_refused"):
        paired(chain, tmp_path, clock)


def test_pairing_is_taken_up_where_it_stopped(chain: Chain, tmp_path: Path, clock: FakeClock) -> None:
    chain["leader"].secret = ""
    with pytest.raises(PairingError):
        paired(chain, tmp_path, clock)
    chain["leader"].secret = SECRET

    paired(chain, tmp_path, clock)

    assert (chain["helper"].enrolments, chain["leader"].enrolments) == (1, 1)


class Killed(BaseException):
    """What a kill is to the code that it takes: nothing after it is run but what cannot be helped."""


@pytest.mark.parametrize("nth", range(7))
def test_a_pairing_killed_before_any_file_is_placed_is_taken_up_again(
    chain: Chain, tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    placed = 0
    place = files._place

    def die(draft: Path, path: Path, *, replace: bool) -> bool:
        nonlocal placed
        placed += 1
        if placed == nth + 1:
            raise Killed
        return place(draft, path, replace=replace)

    monkeypatch.setattr(files, "_place", die)
    with pytest.raises(Killed):
        paired(chain, tmp_path, clock)

    node = paired(chain, tmp_path, clock)

    assert node.pairing.edge_id == edge_id(node.device_key.public_key)
    assert (node.pairing.site_id, node.bundle) == ("altona", BUNDLE)
    assert len({told for told in chain["leader"].layouts}) == 1


def test_a_paired_node_is_not_paired_with_another_chain(
    chain: Chain, tmp_path: Path, clock: FakeClock, stranger: SigningKey
) -> None:
    paired(chain, tmp_path, clock)
    other = chain["helper"].code.split(".")[:-1]

    with pytest.raises(PairingError, match="another helper"):
        pair(chain["leader"].code, ".".join([*other, "A" * 26]), tmp_path, layout=site(), clock=clock)


def test_a_policy_by_somebody_else_is_not_kept(
    chain: Chain, tmp_path: Path, clock: FakeClock, stranger: SigningKey
) -> None:
    lying = FakeAggregator(chain["helper"].party, stranger, clock, chain["helper"].url)
    chain["helper"].bundle = lying.bundle

    with pytest.raises(RefusedError, match="wrong_key"):
        paired(chain, tmp_path, clock)
    assert load_node(tmp_path, clock).bundle is None


def test_keys_by_the_other_party_are_not_kept(chain: Chain, tmp_path: Path, clock: FakeClock) -> None:
    chain["helper"].keys = chain["leader"].keys

    with pytest.raises(KeyListError):
        paired(chain, tmp_path, clock)


@pytest.mark.parametrize("code", ["", "http://leader.example#K7QX2M9A." + "A" * 26, "http://127.0.0.1:1#X.Y"])
def test_a_bad_code_sends_nothing(chain: Chain, tmp_path: Path, clock: FakeClock, code: str) -> None:
    with pytest.raises(MalformedError):
        pair(code, chain["helper"].code, tmp_path, layout=site(), clock=clock)

    assert chain["helper"].enrolments == 0
