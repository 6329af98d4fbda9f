"""A receipt proves each deletion and nothing else."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.receipts import Deletion, Evidence, Proof, holds, issue, prove, verify

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
SALT = bytes(range(32))
IDS = [bytes([number]) * 16 for number in range(7)]


def deletion(count: int) -> Deletion:
    return Deletion("windows", count, NOON, NOON, "window_hours = 72", NOON)


@given(st.lists(st.binary(max_size=20), unique=True, min_size=1, max_size=40))
def test_every_deleted_record_can_be_proved(ids: list[bytes]) -> None:
    receipt, evidence = issue(deletion(len(ids)), ids, SALT)

    proofs = [prove(evidence, record_id) for record_id in ids]

    assert holds(receipt, evidence)
    assert all(proof and verify(receipt, SALT, i, proof) for i, proof in zip(ids, proofs, strict=True))


def test_a_record_that_was_not_deleted_has_no_proof() -> None:
    receipt, evidence = issue(deletion(7), IDS, SALT)
    borrowed = prove(evidence, IDS[3])

    assert prove(evidence, b"another") is None
    assert borrowed is not None
    assert not verify(receipt, SALT, b"another", borrowed)


def test_a_proof_holds_under_its_salt_only() -> None:
    receipt, evidence = issue(deletion(7), IDS, SALT)
    proof = prove(evidence, IDS[0])

    assert proof is not None
    assert not verify(receipt, bytes(32), IDS[0], proof)


def test_a_proof_of_another_place_does_not_hold() -> None:
    receipt, evidence = issue(deletion(7), IDS, SALT)
    proof = prove(evidence, IDS[0])

    assert proof is not None
    assert not verify(receipt, SALT, IDS[0], Proof((proof.index + 1) % 7, proof.path))


def test_the_order_of_the_records_cannot_be_read_off() -> None:
    assert issue(deletion(7), IDS, SALT) == issue(deletion(7), IDS[::-1], SALT)


@pytest.mark.parametrize("changed", ["salted anew", "a leaf less", "a bit"])
def test_evidence_of_another_deletion_is_told_apart(changed: str) -> None:
    receipt, evidence = issue(deletion(7), IDS, SALT)
    others = {
        "salted anew": issue(deletion(7), IDS, bytes(32))[1],
        "a leaf less": Evidence(SALT, evidence.leaves[:-32]),
        "a bit": Evidence(SALT, bytes([evidence.leaves[0] ^ 1]) + evidence.leaves[1:]),
    }

    assert not holds(receipt, others[changed])


def test_a_receipt_that_claims_another_number_does_not_hold() -> None:
    receipt, evidence = issue(deletion(7), IDS, SALT)

    assert not holds(replace(receipt, deletion=deletion(8)), evidence)


def test_a_count_or_a_salt_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="expected 6 records"):
        issue(deletion(6), IDS, SALT)
    with pytest.raises(ValueError, match="32 bytes of salt"):
        issue(deletion(7), IDS, b"short")


def test_evidence_prints_nothing_of_itself() -> None:
    assert SALT.hex() not in repr(issue(deletion(7), IDS, SALT)[1])
