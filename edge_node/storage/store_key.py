"""The store key: wraps the period keys, lies in a file of its own, and is replaced whenever one of them dies.

An old copy of a wrapped period key, wherever a file system or a backup of the journal kept one, is then
worth nothing. Which key is in force stands in the journal, so that both change as one:

1. ``stage`` writes the new key beside the old; 2. one unit of the journal re-wraps the survivors and names
it; 3. ``settle`` overwrites the old key and puts the new one in its place. Killed between two steps, the
next unit's ``settle`` finishes or takes back.
"""

import hashlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from edge_node.errors import StorageError
from edge_node.storage.files import overwrite, read_file, sync_folder, write_private
from edge_node.storage.period_keys import KEY_BYTES, seal, unseal
from privacy.randomness import Random

CREDENTIAL: Final = "shoal-vault"
"""Name of the systemd credential (``LoadCredentialEncrypted=``) that wraps the store key, if there is one."""
_ABOUT: Final = b"shoal/1 store key"


class StoreKey:
    """The files of one store key: the one in force, and the one about to be."""

    def __init__(
        self, folder: Path, *, credential: bytes | None = None, random: Random = secrets.token_bytes
    ) -> None:
        self._current = folder / "vault.key"
        self._next = folder / "vault.next.key"
        self._credential = None if credential is None else hashlib.sha256(_ABOUT + credential).digest()
        self._random = random

    def find(self, key_id: bytes) -> bytes | None:
        """Return the key of that id, None when neither file holds it or the credential is another."""
        for path in (self._current, self._next):
            key = self._read(path)
            if key is not None and key_id_of(key) == key_id:
                return key
        return None

    def stage(self) -> bytes:
        """Write a fresh key beside the one in force, durably, and return it.

        Raises: StorageError when it cannot be written.
        """
        key = self._random(KEY_BYTES)
        kept = key if self._credential is None else seal(self._credential, key, _ABOUT, self._random)
        write_private(self._next, kept)
        sync_folder(self._next.parent)
        return key

    def settle(self, key_id: bytes) -> None:
        """Put the staged key in force when it is the one named, the old one overwritten before; else drop it.

        Raises: StorageError when a file cannot be changed.
        """
        staged = self._read(self._next)
        if staged is None:
            return
        try:
            if key_id_of(staged) == key_id:
                overwrite(self._current)
                self._next.replace(self._current)
            else:
                overwrite(self._next)
                self._next.unlink()
            sync_folder(self._current.parent)
        except OSError as error:
            raise StorageError(f"cannot replace the store key {self._current}: {error.strerror}") from error

    def destroy(self) -> None:
        """Overwrite and delete both files: nothing in the vault can be read any more.

        Raises: StorageError when a file cannot be changed.
        """
        try:
            for path in (self._current, self._next):
                overwrite(path)
                path.unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(f"cannot destroy the store key {self._current}: {error.strerror}") from error

    def _read(self, path: Path) -> bytes | None:
        content = read_file(path)
        if content is None or len(content) == KEY_BYTES:
            return content
        return None if self._credential is None else unseal(self._credential, content, _ABOUT)


def key_id_of(key: bytes) -> bytes:
    """Return what names a store key and says nothing about it: 16 bytes."""
    return hashlib.sha256(b"shoal/1 store key id" + key).digest()[:16]


def credential_from(environment: Mapping[str, str] = os.environ) -> bytes | None:
    """Return the credential that systemd handed this service, None where there is none.

    Raises: StorageError when it is there and cannot be read.
    """
    folder = environment.get("CREDENTIALS_DIRECTORY")
    return read_file(Path(folder) / CREDENTIAL) if folder else None
