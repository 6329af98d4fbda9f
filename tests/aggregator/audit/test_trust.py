"""A checkpoint is believed for its signature, its history for the witness; anything else is said."""

from datetime import UTC, datetime

import pytest

from aggregator.audit.bundle import Cosigned
from aggregator.audit.reading import BrokenError
from aggregator.audit.trust import Keys, Seen, cosigned, history, signed
from privacy.signing import SigningKey
from privacy.transparency.checkpoints import Checkpoint, cosign, log_name, read_checkpoint, sign_checkpoint
from privacy.transparency.notes import Note
from privacy.transparency.proofs import consistency_proof
from privacy.transparency.tree import root
from tests.privacy.transparency.trees import leaves, nodes_of

LOG, WITNESS, STRANGER = (SigningKey(letter * 32) for letter in (b"l", b"w", b"s"))
AT = datetime(2026, 6, 15, 12, tzinfo=UTC)
NODES = nodes_of(leaves(20))
KEYS = Keys(LOG.public_key, WITNESS.public_key)


def checkpoint(size: int, key: SigningKey = LOG, *, other: bool = False) -> Note:
    above = b"\x05" * 32 if other else root(NODES, size)
    return sign_checkpoint(Checkpoint(log_name("leader", LOG.public_key), size, above), key)


def witnessed(size: int, key: SigningKey = WITNESS, *, other: bool = False) -> str:
    note = checkpoint(size, other=other)
    line = cosign(note, log_name("helper", key.public_key), key, AT)
    return str(Note(note.text, (*note.signatures, line)))


def part(size: int, key: SigningKey = WITNESS, *, other: bool = False) -> Cosigned:
    proof = tuple(one.hex() for one in consistency_proof(NODES, size, 20))
    return Cosigned(witnessed=witnessed(size, key, other=other), proof=proof)


WHOLE = read_checkpoint(str(checkpoint(20)))[0]


def test_checkpoint_of_the_log_is_believed() -> None:
    assert signed(str(checkpoint(20)), "leader", KEYS, "it")[0] == WHOLE


@pytest.mark.parametrize(
    ("document", "role"),
    [
        (str(checkpoint(20, STRANGER)), "leader"),
        (str(checkpoint(20)), "helper"),
        ("no note", "leader"),
    ],
    ids=["another key", "another log", "no note"],
)
def test_any_other_checkpoint_is_not(document: str, role: str) -> None:
    with pytest.raises(BrokenError, match=r"^it: expected"):
        signed(document, role, KEYS, "it")  # type: ignore[arg-type]  # both are roles


def test_history_that_the_witness_saw_is_believed() -> None:
    assert history(part(13), WHOLE, "leader", KEYS) == Seen(13, AT)


def test_without_the_witness_s_key_nothing_is_said_of_it() -> None:
    without = Keys(LOG.public_key)

    assert history(part(13), WHOLE, "leader", without) == Seen()
    assert history(Cosigned(witnessed="", proof=()), WHOLE, "leader", without) == Seen()
    assert cosigned(read_checkpoint(witnessed(13))[1], 13, without) == Seen()


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (Cosigned(witnessed="", proof=()), "got none"),
        (part(13, STRANGER), "cosignature, got another"),
        (part(13, other=True), "expected it to begin with"),
        (part(13).model_copy(update={"proof": ()}), "expected it to begin with"),
    ],
    ids=["no witness", "another witness", "another history", "no proof"],
)
def test_any_other_history_is_broken(shown: Cosigned, words: str) -> None:
    with pytest.raises(BrokenError, match=words):
        history(shown, WHOLE, "leader", KEYS)


def test_proof_without_a_checkpoint_is_broken() -> None:
    with pytest.raises(BrokenError, match="got none"):
        history(Cosigned(witnessed="", proof=("0" * 64,)), WHOLE, "leader", Keys(LOG.public_key))


@pytest.mark.parametrize("size", [7, 13], ids=["older", "the same"])
def test_note_of_the_witness_that_is_not_newer_agrees(size: int) -> None:
    keys = Keys(LOG.public_key, WITNESS.public_key, witnessed(size))

    assert history(part(13), WHOLE, "leader", keys).size == 13


@pytest.mark.parametrize(
    ("note", "words"),
    [
        (witnessed(14), "an older state"),
        (witnessed(13, other=True), "another log"),
        (witnessed(13, STRANGER), "its cosignature"),
        ("no note", "own note"),
    ],
    ids=["newer", "another log", "another witness", "no note"],
)
def test_note_of_the_witness_that_is_newer_speaks_against_it(note: str, words: str) -> None:
    keys = Keys(LOG.public_key, WITNESS.public_key, note)

    with pytest.raises(BrokenError, match=words):
        history(part(13), WHOLE, "leader", keys)
