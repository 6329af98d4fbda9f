"""The folder an aggregator keeps everything in: keys, policy, database, settings; for its owner only (0700).

Private keys lie in files of their own, never in the database: whoever copies the database gets none. The
database holds opened shares until they are summed, so it is as private as the keys: another user of the
machine who could read leader's and helper's would know every store's numbers.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from aggregator.errors import HomeError
from policies.writing import write_whole
from privacy.errors import KeyFormatError
from privacy.keys import HpkePrivateKey
from privacy.randomness import Random
from privacy.signing import SigningKey
from shared.ids import KeyId

_PEPPER_BYTES: Final = 32
_OWNER_ONLY: Final = 0o700


@dataclass(frozen=True, slots=True)
class Home:
    """Paths under one folder, and the few files that hold secrets."""

    path: Path

    @property
    def policy_file(self) -> Path:
        """The newest signed bundle as JSON."""
        return self.path / "policy.json"

    @property
    def signers_file(self) -> Path:
        """At the helper: whom the compliance office lets draft and approve."""
        return self.path / "signers.json"

    @property
    def address_file(self) -> Path:
        """The URL a running server answers at."""
        return self.path / "address"

    @property
    def default_database_url(self) -> str:
        """SQLite, in the home."""
        return f"sqlite:///{self._database_file.absolute()}"

    @property
    def is_made(self) -> bool:
        """True once there is a root key."""
        return self._root_file.exists()

    def create(self, random: Random) -> None:
        """Make the folder, the root key and the pepper, all for the owner only.

        Raises: HomeError when there is a root key already (it names this aggregator and is never replaced),
        or when the folder cannot be made.
        """
        try:
            if self.is_made:
                raise HomeError(f"{self.path} is an aggregator's home already; choose another --home")
            self._keys.mkdir(parents=True, exist_ok=True, mode=_OWNER_ONLY)
            self.close()
            _write_secret(self._keys / "pepper.key", random(_PEPPER_BYTES))
            _write_secret(self._root_file, SigningKey.generate(random).to_bytes())
        except OSError as error:
            raise HomeError(f"cannot make a home in {self.path}: {error.strerror}") from error

    def close(self) -> None:
        """Let nobody but the owner into the folder: what older versions made is closed too.

        Raises: HomeError when the owner is somebody else.
        """
        try:
            for folder in (self.path, self._keys):
                if folder.stat().st_mode & 0o077:
                    folder.chmod(_OWNER_ONLY)
        except OSError as error:
            raise HomeError(f"cannot close {self.path} to other users: {error.strerror}") from error

    def root(self) -> SigningKey:
        """Return the root key. Raises: HomeError when there is none or it is damaged."""
        try:
            return SigningKey.from_bytes(self._read_secret("root.key"))
        except KeyFormatError as error:
            raise HomeError(f"the root key in {self._keys} is damaged: {error}") from error

    def pepper(self) -> bytes:
        """Return the key that pairing secrets are hashed under: 32 bytes. Raises: HomeError."""
        return self._read_secret("pepper.key")

    def policy(self) -> str | None:
        """Return the signed bundle that was kept last, None while there is none."""
        return self.policy_file.read_text(encoding="utf-8") if self.policy_file.exists() else None

    def keep_policy(self, document: str) -> None:
        """Write the newest signed bundle as a whole: a kill leaves the old one or the new."""
        write_whole(self.policy_file, document.encode())

    def keep_hpke(self, key: HpkePrivateKey) -> None:
        """Write a private sealing key to a file of its own, durably."""
        _write_secret(self._hpke_file(key.public_key.key_id), key.to_bytes())

    def hpke(self, key_id: KeyId) -> HpkePrivateKey | None:
        """Return the private sealing key, or None once it was destroyed."""
        file = self._hpke_file(key_id)
        return HpkePrivateKey.from_bytes(file.read_bytes()) if file.exists() else None

    def destroy_hpke(self, key_id: KeyId) -> None:
        """Overwrite and delete a private sealing key; nothing sealed to it can be opened again."""
        file = self._hpke_file(key_id)
        if file.exists():
            _write_bytes(file, bytes(file.stat().st_size))
            file.unlink()

    @property
    def _keys(self) -> Path:
        return self.path / "keys"

    @property
    def _database_file(self) -> Path:
        return self.path / "hub.sqlite3"

    @property
    def _root_file(self) -> Path:
        return self._keys / "root.key"

    def _hpke_file(self, key_id: KeyId) -> Path:
        return self._keys / f"hpke-{key_id}.key"

    def _read_secret(self, name: str) -> bytes:
        try:
            return (self._keys / name).read_bytes()
        except FileNotFoundError as error:
            hint = f"make it with: shoal hub init --role leader|helper --home {self.path}"
            raise HomeError(f"{self.path} is no aggregator's home (no keys/{name}); {hint}") from error


def _write_secret(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    os.close(descriptor)
    _write_bytes(path, content)


def _write_bytes(path: Path, content: bytes) -> None:
    with path.open("r+b") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
