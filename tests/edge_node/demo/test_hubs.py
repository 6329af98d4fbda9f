"""Both aggregators serve, and their pairing codes say where."""

from pathlib import Path

import pytest

from edge_node.demo.hubs import hubs
from shared.wire.pairing import parse_pairing_code


@pytest.mark.live
def test_codes_lead_to_the_aggregator_that_gave_them(tmp_path: Path) -> None:
    with hubs(tmp_path) as pair:
        leader = parse_pairing_code(pair.invite("leader", "Mill Lane"))
        helper = parse_pairing_code(pair.invite("helper", "Mill Lane"))

        assert leader.base_url == pair.urls["leader"]
        assert helper.base_url == pair.urls["helper"]
        assert leader.fingerprint != helper.fingerprint
    assert not (pair.home("leader") / "address").exists()
