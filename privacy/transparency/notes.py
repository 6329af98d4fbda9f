"""Signed notes: text that people can read and programs can verify, under one signature or more.

An Ed25519 key signs the text itself, without a context of ours. It cannot be taken for another signature of
the same key: a note never holds a NUL, which stands in everything else that is signed (PROTOCOL.md §2.3).
Source: C2SP signed-note, https://c2sp.org/signed-note.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from privacy.errors import NoteError
from privacy.signing import SigningKey

ED25519: Final = b"\x01"
"""Signature type of a key that signs the text."""
SIGNATURES_MOST: Final = 16
"""Signatures read of one note."""

_KEY_ID_BYTES: Final = 4
_NAME: Final = re.compile(r"[^\s+]{1,200}")
_LINE: Final = re.compile(r"— ([^\s+]+) (\S+)")


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line."""

    name: str
    """Who signed, without spaces and plus signs."""
    key_id: bytes
    """4 bytes that tell keys of one name apart."""
    content: bytes
    """What the kind of signature puts here."""

    def __str__(self) -> str:
        """Return the line as it stands below a note."""
        return f"— {self.name} {base64.b64encode(self.key_id + self.content).decode()}"


@dataclass(frozen=True, slots=True)
class Note:
    """A text and what was signed below it; believe none of it before `is_signed`."""

    text: str
    """One line or more, each ended by a line feed."""
    signatures: tuple[Signature, ...]

    def __post_init__(self) -> None:
        if not self.text.endswith("\n") or self.text.startswith("\n") or "\n\n" in self.text:
            raise ValueError("expected lines of text, each ended, none empty")
        if not all(line.isprintable() for line in self.text.split("\n")):
            raise ValueError("expected printable text")

    def __str__(self) -> str:
        """Return the note as it is passed on."""
        return f"{self.text}\n" + "".join(f"{signature}\n" for signature in self.signatures)


def parse_note(document: str) -> Note:
    """Return the note; any other spelling of the same signatures is refused.  Raises: NoteError."""
    text, gap, below = document.partition("\n\n")
    lines = below.split("\n")
    if not gap or lines.pop() or not 1 <= len(lines) <= SIGNATURES_MOST:
        raise NoteError(f"expected text, an empty line and 1 to {SIGNATURES_MOST} signatures")
    try:
        return Note(text + "\n", tuple(parse_signature(line) for line in lines))
    except ValueError as error:
        raise NoteError(str(error)) from error


def parse_signature(line: str) -> Signature:
    """Return the signature line; it must be spelt as it would be written.  Raises: NoteError."""
    found = _LINE.fullmatch(line)
    try:
        content = base64.b64decode(found.group(2), validate=True) if found else b""
    except binascii.Error:
        content = b""
    if found and len(content) > _KEY_ID_BYTES:
        signature = Signature(found.group(1), content[:_KEY_ID_BYTES], content[_KEY_ID_BYTES:])
        if str(signature) == line:
            return signature
    raise NoteError(f"expected a signature line, got {line[:80]!r}")


def key_id(name: str, kind: bytes, public_key: bytes) -> bytes:
    """Return the 4 bytes by which a signature names its key.

    Raises: ValueError for a name with spaces or plus signs.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"expected a name without spaces and plus signs, got {name!r}")
    return hashlib.sha256(name.encode() + b"\n" + kind + public_key).digest()[:_KEY_ID_BYTES]


def sign_text(text: str, name: str, key: SigningKey) -> Note:
    """Return the text under the key's signature."""
    content = raw_signature(text, key)
    return Note(text, (Signature(name, key_id(name, ED25519, key.public_key), content),))


def is_signed(note: Note, name: str, public_key: bytes) -> bool:
    """True when the key signed the note under the name, once."""
    expected = key_id(name, ED25519, public_key)
    by_key = [one for one in note.signatures if (one.name, one.key_id) == (name, expected)]
    return len(by_key) == 1 and is_raw_signature(note.text, by_key[0].content, public_key)


def raw_signature(text: str, key: SigningKey) -> bytes:
    """Return 64 bytes over the text alone: for notes and cosignatures, which are text."""
    return Ed25519PrivateKey.from_private_bytes(key.to_bytes()).sign(text.encode())


def is_raw_signature(text: str, signature: bytes, public_key: bytes) -> bool:
    """True when the key signed the text alone."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True
