"""One entry with its proof, under the witness's checkpoint where there is one."""

from pathlib import Path

import pytest

from aggregator.audit.bundle import OneEntry
from aggregator.audit.proving import Proof, prove, verify_command
from aggregator.database import reading
from aggregator.errors import AuditError
from tests.support import audit_world as world
from tests.support.two_hubs import TwoHubs


def proof(pair: TwoHubs, index: int) -> Proof:
    with reading(pair.leader.hub.engine) as session:
        return prove(session, pair.leader.hub, index)


def test_entry_the_witness_has_seen_is_proved_under_its_checkpoint(pair: TwoHubs, tmp_path: Path) -> None:
    world.grow(pair, 5)
    world.witness(pair)
    world.grow(pair, 5)

    seen, fresh = proof(pair, 3), proof(pair, 10)

    assert (seen.is_witnessed, fresh.is_witnessed) == (True, False)
    assert OneEntry.model_validate_json(seen.document).checkpoint.count("\n— ") == 2
    for found in (seen, fresh):
        assert world.verified(tmp_path / "entry", [found.document], world.keys(pair)).broken == ""


def test_proof_is_a_few_hashes(pair: TwoHubs) -> None:
    world.grow(pair, 1_000)

    assert len(OneEntry.model_validate_json(proof(pair, 700).document).inclusion) <= 10


def test_entry_that_is_not_there_is_refused(pair: TwoHubs) -> None:
    with pytest.raises(AuditError, match="expected an entry below"):
        proof(pair, 10_000)


def test_command_names_the_keys_to_believe(pair: TwoHubs) -> None:
    leader, helper = pair.leader.hub, pair.helper.hub
    expected = f"shoal audit verify F --key {leader.root.public_key.hex()}"

    assert verify_command(leader, "F") == f"{expected} --witness-key {helper.root.public_key.hex()}"
    assert verify_command(helper, "F") == f"shoal audit verify F --key {helper.root.public_key.hex()}"
