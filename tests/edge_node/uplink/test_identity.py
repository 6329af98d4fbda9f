"""A store pairs by TLS with whom the code names, follows keys the root key vouches for, and no others."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from aggregator.app import create_app
from aggregator.config import load_config
from edge_node.errors import UplinkError
from edge_node.node import Node, load_node
from edge_node.pairing import pair
from edge_node.refresh import refresh
from edge_node.storage.documents import save
from edge_node.uplink.identity import vouched_keys
from privacy.certificates import key_of_pem
from privacy.signing import SigningKey, fingerprint
from shared.schemas.identity import Identity, SignedIdentity
from shared.schemas.layout import canonical_json
from tests.support.certificates import certificate
from tests.support.serving import served
from tests.support.tls_chain import TlsChain, somebody_between, tls_chain, under_tls
from tests.support.vector_world import NOW, fixed_random, make_world

pytestmark = pytest.mark.live


@pytest.fixture
def chain(tmp_path: Path) -> Iterator[TlsChain]:
    with tls_chain(tmp_path) as made:
        yield made


def paired(chain: TlsChain, root: Path) -> Node:
    codes = chain.code("leader"), chain.code("helper")
    return pair(*codes, root, layout=make_world().layout, clock=chain.clock)


def pin(chain: TlsChain) -> str:
    return fingerprint(chain.hubs["leader"].root.public_key)


def test_certificates_that_sign_themselves_are_enough_for_who_has_a_code(
    chain: TlsChain, tmp_path: Path
) -> None:
    node = paired(chain, tmp_path / "node")

    shown = {role: (key_of_pem(files[0].read_bytes()),) for role, files in chain.files.items()}
    assert {role: node.peer(role).tls_keys for role in shown} == shown
    assert refresh(node).bundle == make_world().bundle


def test_a_key_that_the_root_key_vouches_for_follows_another(chain: TlsChain, tmp_path: Path) -> None:
    node = paired(chain, tmp_path / "node")
    files = certificate(tmp_path, "new-")
    hub = under_tls(chain.hubs["leader"], files)

    with served(create_app(hub), certificate=files) as url:
        moved = node.pairing.model_copy(
            update={"leader": node.peer("leader").model_copy(update={"base_url": url})}
        )
        save(node.home.pairing, moved)
        renewed = refresh(load_node(node.home.root, node.clock))

    assert renewed.peer("leader").tls_keys == (key_of_pem(files[0].read_bytes()),)


def test_somebody_between_is_noticed_before_the_secret_is_told(chain: TlsChain, tmp_path: Path) -> None:
    with somebody_between(tmp_path, chain.urls["helper"]) as between:
        codes = chain.code("leader"), chain.code("helper", between.url)

        with pytest.raises(UplinkError, match="somebody stands in between"):
            pair(*codes, tmp_path / "node", layout=make_world().layout, clock=chain.clock)

    assert between.read == []


def test_plain_http_on_loopback_is_not_asked() -> None:
    assert vouched_keys("http://127.0.0.1:1", "leader", "a" * 26) == ()


ROOT = SigningKey.generate(fixed_random("leader root"))
LIES = {
    "no identity": ({}, "expected the leader's identity: "),
    "another root": ({"root_public_key": "1" * 64}, "not the one that was pinned"),
    "another hand": ({"signature": "0" * 128}, "under its root key, got another signature"),
    "an older answer": ({"nonce": "7" * 32}, "or an older one"),
    "another role": ({"role": "helper"}, "got another's"),
}


@pytest.mark.parametrize(("lie", "words"), LIES.values(), ids=LIES)
def test_an_identity_that_is_not_the_answer_is_not_believed(
    chain: TlsChain, tmp_path: Path, lie: dict[str, str], words: str
) -> None:
    said: dict[str, object] = {"role": "leader", "root_public_key": ROOT.public_key.hex(), "tls_keys": ()}
    said |= {"nonce": "0" * 32, "issued_at": NOW} | {k: v for k, v in lie.items() if k != "signature"}
    identity = Identity(**said)  # type: ignore[arg-type]  # fields by name
    signature = lie.get("signature") or ROOT.sign("shoal/1 identity", canonical_json(identity)).hex()
    signed = SignedIdentity(identity=identity, signature=signature)

    with somebody_between(tmp_path, chain.urls["leader"]) as between:
        between.identity = signed.model_dump_json().encode() if lie else b"{}"
        with pytest.raises(UplinkError, match=words):
            vouched_keys(between.url, "leader", pin(chain))


def test_an_aggregator_that_does_not_know_its_certificate_leaves_it_to_the_authorities(
    chain: TlsChain, tmp_path: Path
) -> None:
    hub = chain.hubs["leader"]
    unknowing = replace(hub, config=load_config(hub.home.path))

    with served(create_app(unknowing), certificate=certificate(tmp_path, "unknown-")) as url:
        assert vouched_keys(url, "leader", pin(chain)) == ()
