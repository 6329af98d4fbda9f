"""Checkpoints and cosignatures hold for their log, their size, their root and their moment."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.errors import NoteError
from privacy.signing import SigningKey, fingerprint
from privacy.transparency.checkpoints import (
    COSIGNATURE,
    Checkpoint,
    cosign,
    cosigned_at,
    log_name,
    read_checkpoint,
    sign_checkpoint,
)
from privacy.transparency.notes import Note, Signature, is_raw_signature, is_signed, key_id, raw_signature
from privacy.transparency.tree import EMPTY_ROOT

LOG, WITNESS = SigningKey(b"l" * 32), SigningKey(b"w" * 32)
ORIGIN = log_name("leader", LOG.public_key)
NAME = log_name("helper", WITNESS.public_key)
AT = datetime(2026, 6, 15, 12, 30, 1, tzinfo=UTC)
PUBLISHED = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9n"
    "To+zyWE+xeMcTOAYQ8=\n"
)
"""Example of the C2SP document."""


def signed(size: int = 7, root: bytes = EMPTY_ROOT) -> Note:
    return sign_checkpoint(Checkpoint(ORIGIN, size, root), LOG)


def cosigned(note: Note) -> Note:
    return Note(note.text, (*note.signatures, cosign(note, NAME, WITNESS, AT)))


def test_log_is_named_after_its_key() -> None:
    assert log_name("leader", LOG.public_key) == f"shoal/leader/{fingerprint(LOG.public_key)}"


def test_published_checkpoint_is_read() -> None:
    checkpoint, note = read_checkpoint(PUBLISHED)

    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20_852_163)
    assert checkpoint.root.hex().startswith("0ac5186a")
    assert str(note) == PUBLISHED


@given(size=st.integers(0, (1 << 63) - 1), root=st.binary(min_size=32, max_size=32))
def test_checkpoint_comes_back_signed(size: int, root: bytes) -> None:
    checkpoint, note = read_checkpoint(str(signed(size, root)))

    assert checkpoint == Checkpoint(ORIGIN, size, root)
    assert is_signed(note, ORIGIN, LOG.public_key)


def test_cosignature_tells_its_moment() -> None:
    _, note = read_checkpoint(str(cosigned(signed())))

    assert cosigned_at(note, NAME, WITNESS.public_key) == AT
    assert is_signed(note, ORIGIN, LOG.public_key)


def test_cosignature_is_over_what_the_document_says() -> None:
    note = signed()
    content = cosign(note, NAME, WITNESS, AT).content

    message = f"cosignature/v1\ntime {int(AT.timestamp())}\n{note.text}"
    assert is_raw_signature(message, content[8:], WITNESS.public_key)
    assert int.from_bytes(content[:8], "big") == AT.timestamp()


def test_note_without_the_witness_is_not_cosigned() -> None:
    assert cosigned_at(signed(), NAME, WITNESS.public_key) is None


def test_cosignature_holds_for_its_own_checkpoint_only() -> None:
    line = cosign(signed(), NAME, WITNESS, AT)

    other = Note(signed(size=8).text, (line,))

    assert cosigned_at(other, NAME, WITNESS.public_key) is None


def test_cosignature_with_another_moment_does_not_hold() -> None:
    line = cosign(signed(), NAME, WITNESS, AT)
    later = (int(AT.timestamp()) + 1).to_bytes(8, "big")

    moved = Note(signed().text, (Signature(NAME, line.key_id, later + line.content[8:]),))

    assert cosigned_at(moved, NAME, WITNESS.public_key) is None


def test_moment_that_no_calendar_knows_is_not_believed() -> None:
    moment_s = 1 << 60
    content = raw_signature(f"cosignature/v1\ntime {moment_s}\n{signed().text}", WITNESS)
    line = Signature(
        NAME, key_id(NAME, COSIGNATURE, WITNESS.public_key), moment_s.to_bytes(8, "big") + content
    )

    assert cosigned_at(Note(signed().text, (line,)), NAME, WITNESS.public_key) is None


def test_plain_signature_is_no_cosignature() -> None:
    note = sign_checkpoint(Checkpoint(NAME, 1, EMPTY_ROOT), WITNESS)

    assert cosigned_at(note, NAME, WITNESS.public_key) is None


@pytest.mark.parametrize(
    "document",
    [
        PUBLISHED.replace("20852163", "020852163"),
        PUBLISHED.replace("20852163", "-1"),
        PUBLISHED.replace("20852163", "2_0852163"),
        PUBLISHED.replace("20852163", "many"),
        PUBLISHED.replace("q2I=\n", "q2J=\n"),
        PUBLISHED.replace("q2I=\n", "\n"),
        PUBLISHED.replace("20852163\n", ""),
        PUBLISHED.replace("q2I=\n", "q2I=\nextension\n"),
        PUBLISHED.replace("20852163", str(1 << 63)),
        "no note",
    ],
    ids=[
        "leading zero",
        "negative",
        "underscore",
        "no number",
        "other unused bits",
        "root too short",
        "no size",
        "a fourth line",
        "too large",
        "no note",
    ],
)
def test_any_other_spelling_is_refused(document: str) -> None:
    with pytest.raises(NoteError, match="expected"):
        read_checkpoint(document)


@pytest.mark.parametrize("origin", ["", "two\nlines"], ids=["none", "two lines"])
def test_origin_stands_on_one_line(origin: str) -> None:
    with pytest.raises(ValueError, match="origin"):
        Checkpoint(origin, 0, EMPTY_ROOT)
