"""A thief with the whole disk: tries every place of every file as a key, and as something to open with it.

Knows how the vault works and uses none of its code beyond the names of fields, so that a mistake there is
not made here again.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

WRAPPED_BYTES = 12 + 32 + 16
"""Nonce, period key, tag."""


@dataclass(frozen=True)
class KeyName:
    """What a thief knows of a period key from an older look at the disk: its name, never the key."""

    key_id: bytes
    about: bytes
    """What it was authenticated with."""


def image_of(folder: Path) -> dict[str, bytes]:
    """Return every byte of every file below the folder, by name."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def places(image: dict[str, bytes], needle: bytes) -> list[str]:
    """Return every place at which the bytes stand, as ``file:offset``."""
    return [f"{name}:{at}" for name, content in image.items() for at in _all(content, needle)]


def store_keys(image: dict[str, bytes]) -> list[bytes]:
    """Return every 32 bytes of the image whose hash names them as a store key, wherever they lie."""
    found = {}
    whole = b"".join(image.values())
    for content in image.values():
        for at in range(len(content) - 31):
            key = content[at : at + 32]
            if key.count(0) < 16 and hashlib.sha256(b"shoal/1 store key id" + key).digest()[:16] in whole:
                found[key] = None
    return list(found)


def period_keys(image: dict[str, bytes], keys: list[bytes], names: list[KeyName]) -> dict[bytes, bytes]:
    """Return the period keys that any store key opens at any place of the image, by key id."""
    opened: dict[bytes, bytes] = {}
    for cipher in map(AESGCM, keys):
        for content in image.values():
            for at in range(len(content) - WRAPPED_BYTES + 1):
                blob = content[at : at + WRAPPED_BYTES]
                if blob.count(0) > WRAPPED_BYTES // 2:
                    continue
                for name in names:
                    if (key := _open(cipher, blob, name.about)) is not None:
                        opened[name.key_id] = key
    return opened


def _open(cipher: AESGCM, blob: bytes, about: bytes) -> bytes | None:
    try:
        return cipher.decrypt(blob[:12], blob[12:], about)
    except InvalidTag:
        return None


def _all(content: bytes, needle: bytes) -> Iterator[int]:
    at = content.find(needle)
    while at >= 0:
        yield at
        at = content.find(needle, at + 1)
