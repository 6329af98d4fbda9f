"""Signed notes are those of the document: published ones verify, and have one spelling."""

import base64

import pytest

from privacy.errors import NoteError
from privacy.signing import SigningKey
from privacy.transparency.notes import (
    ED25519,
    Note,
    Signature,
    is_signed,
    key_id,
    parse_note,
    parse_signature,
    sign_text,
)

TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PUBLISHED = (
    TEXT
    + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6R"
    "yyBwJnAM=\n"
)
"""Example of golang.org/x/mod/sumdb/note, as are its keys."""
NAME = "PeterNeumann"
KEY = SigningKey(base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:])
PUBLIC = base64.b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")[1:]
OTHER = SigningKey(bytes(32))
EXAMPLE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72"
    "IneyaQM=\n"
)
EXAMPLE_KEY = base64.b64decode("AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")[1:]
"""Example of the C2SP document."""


def test_key_id_is_as_published() -> None:
    assert key_id(NAME, ED25519, PUBLIC).hex() == "c74f20a3"
    assert key_id("example.com/foo", ED25519, EXAMPLE_KEY).hex() == "530d903a"


def test_published_notes_are_signed() -> None:
    assert is_signed(parse_note(PUBLISHED), NAME, PUBLIC)
    assert is_signed(parse_note(EXAMPLE), "example.com/foo", EXAMPLE_KEY)


def test_signing_makes_the_published_note() -> None:
    assert KEY.public_key == PUBLIC
    assert str(sign_text(TEXT, NAME, KEY)) == PUBLISHED


def test_another_key_or_name_has_not_signed() -> None:
    note = parse_note(PUBLISHED)

    assert not is_signed(note, NAME, OTHER.public_key)
    assert not is_signed(note, "SomebodyElse", PUBLIC)


def test_another_text_is_not_signed() -> None:
    note = parse_note(PUBLISHED)

    assert not is_signed(Note("Cryptography is the answer.\n", note.signatures), NAME, PUBLIC)


def test_a_key_that_signed_twice_is_not_believed() -> None:
    note = parse_note(PUBLISHED)

    assert not is_signed(Note(note.text, note.signatures * 2), NAME, PUBLIC)


def test_signature_of_another_length_does_not_hold() -> None:
    note = parse_note(PUBLISHED)
    short = Signature(NAME, note.signatures[0].key_id, note.signatures[0].content[:-1])

    assert not is_signed(Note(note.text, (short,)), NAME, PUBLIC)


def test_signatures_of_others_do_no_harm() -> None:
    note = sign_text(TEXT, "somebody.else", OTHER)
    both = Note(TEXT, (*note.signatures, *parse_note(PUBLISHED).signatures))

    assert is_signed(parse_note(str(both)), NAME, PUBLIC)


@pytest.mark.parametrize(
    "document",
    [
        "",
        TEXT,
        TEXT + "\n",
        PUBLISHED[:-1],
        PUBLISHED + "\n",
        PUBLISHED.replace("— ", "- "),
        PUBLISHED.replace("AM=\n", "AN=\n"),
        PUBLISHED.replace("AM=\n", "AM\n"),
        PUBLISHED.replace("yBwJnAM=", "====yBwJnAM="),
        PUBLISHED.replace("PeterNeumann ", "Peter Neumann "),
        TEXT + "\n— PeterNeumann AAAA\n",
        PUBLISHED.replace("answer", "ans\0wer"),
        "\n" + PUBLISHED,
        TEXT + "\n" + PUBLISHED.partition("\n\n")[2] * 17,
    ],
    ids=[
        "nothing",
        "no gap",
        "no signature",
        "last line open",
        "a line too many",
        "another dash",
        "other unused bits",
        "no padding",
        "padding inside",
        "name with a space",
        "signature too short",
        "a NUL",
        "text begins with an empty line",
        "too many signatures",
    ],
)
def test_any_other_spelling_is_refused(document: str) -> None:
    with pytest.raises(NoteError, match="expected"):
        parse_note(document)


@pytest.mark.parametrize("text", ["", "no end", "\n", "a\n\nb\n", "a\rb\n"])
def test_text_that_could_be_read_otherwise_is_no_note(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        Note(text, ())


@pytest.mark.parametrize("name", ["", "two words", "a+b", "a\nb"])
def test_names_have_no_spaces_and_plus_signs(name: str) -> None:
    with pytest.raises(ValueError, match="expected a name"):
        key_id(name, ED25519, PUBLIC)


def test_line_is_read_as_it_was_written() -> None:
    line = PUBLISHED.splitlines()[-1]

    assert str(parse_signature(line)) == line
