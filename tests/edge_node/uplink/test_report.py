"""Contributions become envelopes that only their party can read."""

import secrets
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from edge_node.storage.contributions import Contribution
from edge_node.storage.journal import Journal
from edge_node.uplink.report import Sealer, seal_all, seal_contribution
from privacy.errors import SealError
from privacy.keys import HpkePrivateKey
from privacy.payload import (
    decode_helper_seed,
    decode_leader_share,
    decode_noisy_vector,
    decode_proved_helper,
    decode_proved_leader,
)
from privacy.proved import ProvedVectors
from privacy.sealing import open_sealed
from privacy.shares import combine, expand
from privacy.signing import SigningKey, edge_id, verify
from privacy.vdaf.field import FIELD128
from shared.ids import ReportId, TaskId
from shared.schemas.task import Lane
from shared.wire.codec import Envelope, Role, decode_envelope, decode_header, part_digest

DEVICE = SigningKey.generate(secrets.token_bytes)
HPKE: dict[Role, HpkePrivateKey] = {
    "leader": HpkePrivateKey.generate(secrets.token_bytes),
    "helper": HpkePrivateKey.generate(secrets.token_bytes),
}
SEALER = Sealer(
    edge_id=edge_id(DEVICE.public_key),
    device_key=DEVICE,
    keys={role: key.public_key for role, key in HPKE.items()},
)
VECTOR = np.array([5, -3, 0, 3600], dtype=np.int64)


def contribution(lane: Lane, number: int = 1) -> Contribution:
    report_id = ReportId(number.to_bytes(16, "big"))
    return Contribution(
        report_id, TaskId(f"dwell.day.{lane}"), 20_000 + number, lane, b"p" * 32, b"l" * 32, VECTOR
    )


def envelopes(lane: Lane) -> dict[str, Envelope]:
    return {
        each.role: decode_envelope(each.envelope) for each in seal_contribution(contribution(lane), SEALER)
    }


def opened(envelope: Envelope, role: Role) -> bytes:
    return open_sealed(envelope.ciphertext, HPKE[role], header=envelope.header, role=role)


def test_the_site_lane_is_one_envelope_to_the_leader() -> None:
    found = envelopes("site")

    assert found.keys() == {"leader"}
    assert decode_noisy_vector(opened(found["leader"], "leader"), 4).values.tolist() == VECTOR.tolist()
    assert found["leader"].other == b""


def test_the_cohort_lane_is_two_shares_that_sum_to_the_vector() -> None:
    found = envelopes("cohort")

    leader = decode_leader_share(opened(found["leader"], "leader"), 4)
    seed = decode_helper_seed(opened(found["helper"], "helper"))
    assert combine(leader.values, expand(seed, found["helper"].header, 4)).tolist() == VECTOR.tolist()


def test_a_proved_contribution_is_two_shares_that_verify() -> None:
    vector, proved = np.array([5, 3, 0, 3600], dtype=np.int64), ProvedVectors(4, 10)
    made = replace(contribution("cohort"), vector=vector, max_per_site=10)
    found = {each.role: decode_envelope(each.envelope) for each in seal_contribution(made, SEALER)}
    leader = decode_proved_leader(opened(found["leader"], "leader"), proved.leader_share_bytes)
    helper = decode_proved_helper(opened(found["helper"], "helper"))
    header = found["leader"].header

    left = proved.verifying(leader, header, made.report_id, bytes(32))
    right = proved.verifying(helper, header, made.report_id, bytes(32))
    outputs = FIELD128.encode(left.output(right.share)), FIELD128.encode(right.output(left.share))

    assert proved.opened(*outputs).tolist() == vector.tolist()


def test_neither_party_can_open_the_others_share() -> None:
    found = envelopes("cohort")

    with pytest.raises(SealError):
        opened(found["leader"], "helper")
    with pytest.raises(SealError):
        opened(found["helper"], "leader")


def test_each_envelope_names_the_other_by_digest_only() -> None:
    found = envelopes("cohort")
    leader, helper = found["leader"], found["helper"]

    assert leader.other == part_digest("helper", helper.key_id, helper.ciphertext)
    assert helper.other == part_digest("leader", leader.key_id, leader.ciphertext)
    assert helper.ciphertext not in leader.message


@pytest.mark.parametrize("lane", ["site", "cohort"])
def test_the_device_key_signs_for_all_parties_at_once(lane: Lane) -> None:
    found = envelopes(lane)

    assert len({envelope.signature for envelope in found.values()}) == 1
    for envelope in found.values():
        assert verify(DEVICE.public_key, "shoal/1 report", envelope.message, envelope.signature)


def test_the_header_says_what_the_contribution_was() -> None:
    header = decode_header(envelopes("cohort")["leader"].header)

    assert (header.task_id, header.epoch, header.edge_id) == ("dwell.day.cohort", 20_001, SEALER.edge_id)
    assert (header.policy_hash, header.layout_hash) == (b"p" * 32, b"l" * 32)


def test_empty_and_busy_reports_have_the_same_size() -> None:
    quiet = Contribution(
        ReportId(bytes(16)),
        TaskId("dwell.day.site"),
        20_001,
        "site",
        b"p" * 32,
        b"l" * 32,
        np.zeros_like(VECTOR),
    )

    sizes = {len(seal_contribution(each, SEALER)[0].envelope) for each in (quiet, contribution("site"))}
    assert len(sizes) == 1


def test_sealing_moves_every_contribution_to_the_outbox(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite3")
    with journal.unit():
        for number in range(1, 151):
            journal.contributions.append(contribution("cohort" if number % 3 == 0 else "site", number))

    assert seal_all(journal, SEALER) == 150
    assert journal.contributions.first(9) == []
    assert journal.sealed.depth() == 200


def test_a_seal_that_fails_leaves_the_contribution(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite3")
    with journal.unit():
        journal.contributions.append(contribution("cohort"))
    keyless = Sealer(SEALER.edge_id, DEVICE, {"leader": SEALER.keys["leader"]})

    with pytest.raises(KeyError):
        seal_all(journal, keyless)
    assert len(journal.contributions.first(9)) == 1
    assert journal.sealed.depth() == 0
