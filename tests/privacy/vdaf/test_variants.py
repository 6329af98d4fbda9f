"""Every published vector for two shares comes out bit for bit, every bad one is refused where it must be."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from privacy.errors import ProofError
from privacy.vdaf.field import Elements
from privacy.vdaf.prio3 import Party, Prio3, VerifyState
from privacy.vdaf.variants import (
    prio3_count,
    prio3_histogram,
    prio3_multihot_count_vec,
    prio3_sum,
    prio3_sum_vec,
    prio3_sum_vec_with_multiproof,
)
from tests.vectors.files import read
from tests.vectors.make_prio3 import FOLDER, bad_sum_vecs, digest, published

MAKE = {
    "Prio3Count": prio3_count,
    "Prio3Sum": prio3_sum,
    "Prio3SumVec": prio3_sum_vec,
    "Prio3SumVecWithMultiproof": prio3_sum_vec_with_multiproof,
    "Prio3Histogram": prio3_histogram,
    "Prio3MultihotCountVec": prio3_multihot_count_vec,
}
PUBLISHED = read("prio3.json")
GOOD = [vector for vector in PUBLISHED if "reports" in vector]
BAD = [vector for vector in PUBLISHED if "refused_by" in vector] + read("prio3_bad_.json")


def made(vector: dict[str, Any]) -> Prio3:
    return MAKE[vector["variant"]](bytes.fromhex(vector["context"]), **vector["parameters"])


def as_list(measurement: int | list[int] | list[bool]) -> list[int]:
    return [int(entry) for entry in np.atleast_1d(measurement)]


@pytest.mark.parametrize("vector", GOOD, ids=lambda vector: vector["name"])
def test_published_vectors_come_out_bit_for_bit(vector: dict[str, Any]) -> None:
    vdaf = made(vector)

    outcomes = [run(vdaf, vector, report) for report in vector["reports"]]
    sums = [outcomes[0][1][party] for party in (0, 1)]
    for _, outputs in outcomes[1:]:
        sums = [vdaf.field.add(total, output) for total, output in zip(sums, outputs, strict=True)]

    assert [messages for messages, _ in outcomes] == [report["messages"] for report in vector["reports"]]
    assert digest(vdaf.field.encode(total).hex() for total in sums) == vector["aggregate_shares"]
    assert vdaf.unshard(*sums) == as_list(vector["result"])


def run(vdaf: Prio3, vector: dict[str, Any], report: dict[str, Any]) -> tuple[str, list[Elements]]:
    """Return the digest of all messages of one report, and both output shares."""
    nonce, key = bytes.fromhex(report["nonce"]), bytes.fromhex(vector["verify_key"])
    sharded = vdaf.shard(as_list(report["measurement"]), nonce, bytes.fromhex(report["rand"]))
    left, left_share = vdaf.verify_init(key, 0, nonce, sharded.public, sharded.leader)
    right, right_share = vdaf.verify_init(key, 1, nonce, sharded.public, sharded.helper)
    message = vdaf.verifier_shares_to_message(left_share, right_share)
    outputs = [vdaf.verify_next(left, message), vdaf.verify_next(right, message)]
    messages = [sharded.public, sharded.leader, sharded.helper, left_share, right_share, message]
    return digest(m.hex() for m in [*messages, *map(vdaf.field.encode, outputs)]), outputs


@pytest.mark.parametrize("vector", BAD, ids=lambda vector: vector["name"])
def test_bad_vectors_are_refused_where_they_must_be(vector: dict[str, Any]) -> None:
    assert refused_by(made(vector), vector) == vector["refused_by"]


def refused_by(vdaf: Prio3, vector: dict[str, Any]) -> str:
    """Return the step that refuses the report, or nothing."""
    nonce, public = bytes.fromhex(vector["nonce"]), bytes.fromhex(vector["public_share"])
    states: list[tuple[VerifyState, bytes]] = []
    parties: list[Party] = [0, 1]
    try:
        for party, share in zip(parties, vector["input_shares"], strict=False):
            key = bytes.fromhex(vector["verify_key"])
            states.append(vdaf.verify_init(key, party, nonce, public, bytes.fromhex(share)))
    except ProofError:
        return "verify_init"
    try:
        message = bytes.fromhex(vector["message"]) if "message" in vector else None
        message = message or vdaf.verifier_shares_to_message(*(share for _, share in states))
    except ProofError:
        return "verifier_shares_to_message"
    try:
        for state, _ in states:
            vdaf.verify_next(state, message)
    except ProofError:
        return "verify_next"
    return ""


def test_vectors_here_are_the_published_ones(data_folder: Path) -> None:
    assert published(data_folder / FOLDER) == PUBLISHED


def test_bad_vectors_of_ours_can_be_made_again() -> None:
    assert list(bad_sum_vecs()) == read("prio3_bad_.json")
