"""An aggregator says under its root key which TLS keys are its own: what it shows, and what it will show."""

from dataclasses import replace
from pathlib import Path

import pytest

from aggregator.config import Change, with_changes
from aggregator.errors import HomeError
from aggregator.fleet.identity import Vouching, tls_keys
from aggregator.hub import Hub
from privacy.certificates import key_of_pem
from privacy.signing import verify
from shared.schemas.identity import SignedIdentity
from shared.schemas.layout import canonical_json
from tests.support.certificates import certificate
from tests.support.hub_world import Party

NONCE = "5" * 32


def with_certificate(hub: Hub, chain: Path, key: Path) -> Hub:
    changes = [Change("tls_certificate", str(chain)), Change("tls_key", str(key))]
    return replace(hub, config=with_changes(hub.config, *changes))


def test_the_answer_is_signed_for_the_question(helper: Party) -> None:
    answer = helper.client.get(f"/v1/identity?nonce={NONCE}")

    said = SignedIdentity.model_validate_json(answer.content)
    root = helper.hub.root.public_key
    message = canonical_json(said.identity)
    assert verify(root, "shoal/1 identity", message, bytes.fromhex(said.signature))
    assert (said.identity.role, said.identity.nonce, said.identity.tls_keys) == ("helper", NONCE, ())
    assert said.identity.root_public_key == root.hex()


@pytest.mark.parametrize("query", ["", "?nonce=", "?nonce=5", "?nonce=" + "G" * 32])
def test_no_question_is_no_answer(helper: Party, query: str) -> None:
    answer = helper.client.get(f"/v1/identity{query}")

    assert (answer.status_code, answer.json()["type"]) == (400, "urn:shoal:problem:malformed")


def test_a_key_laid_down_for_later_is_vouched_for_beside_the_one_that_is_shown(
    leader_hub: Hub, tmp_path: Path
) -> None:
    chain, key = certificate(tmp_path)
    shown = key_of_pem(chain.read_bytes())
    vouching = Vouching.begin(with_certificate(leader_hub, chain, key))

    certificate(tmp_path)

    later = key_of_pem(chain.read_bytes())
    assert vouching.answer(NONCE).identity.tls_keys == (shown, later)


def test_a_proxys_certificate_is_what_stores_see(leader_hub: Hub, tmp_path: Path) -> None:
    own, proxy = certificate(tmp_path), certificate(tmp_path, "proxy-")
    hub = with_certificate(leader_hub, *own)

    named = replace(hub, config=with_changes(hub.config, Change("proxy_certificate", str(proxy[0]))))

    assert tls_keys(named) == (key_of_pem(proxy[0].read_bytes()),)


def test_a_certificate_that_cannot_be_read_is_said(leader_hub: Hub, tmp_path: Path) -> None:
    hub = with_certificate(leader_hub, tmp_path / "none.pem", tmp_path / "none.key")

    with pytest.raises(HomeError, match=r"expected a certificate in .*none\.pem"):
        Vouching.begin(hub)
