"""What stands inside a sealed share, as bytes: a noisy vector, a seed, a leader's share, or one with a proof.

Source: shared/wire/PROTOCOL.md §6 and §20.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from privacy.errors import LengthError, SealError
from privacy.shares import SEED_BYTES, HelperSeed, LeaderShare
from shared.wire.codec import MAX_ENTRIES

_SITE: Final = 0x01
_HELPER: Final = 0x02
_LEADER: Final = 0x03
_PROVED_LEADER: Final = 0x04
_PROVED_HELPER: Final = 0x05
_PREFIX_BYTES: Final = 5
_PUBLIC_BYTES: Final = 64
_HELPER_SHARE_BYTES: Final = 64


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class NoisyVector:
    """A site-lane vector with its noise already in it; the last entry is coverage, without noise."""

    values: NDArray[np.int64]
    """int64 (n,)."""

    def __post_init__(self) -> None:
        if self.values.dtype != np.int64 or self.values.ndim != 1:
            raise ValueError(f"expected int64 (n,), got {self.values.dtype} {self.values.shape}")

    @override
    def __repr__(self) -> str:
        return f"NoisyVector({len(self.values)} entries)"


@dataclass(frozen=True, slots=True, repr=False)
class _Proved:
    public: bytes
    """64 bytes: both parties' joint randomness parts; the same for both."""
    share: bytes
    """The party's input share of Prio3 (draft-irtf-cfrg-vdaf §7.2.7)."""

    def __post_init__(self) -> None:
        if len(self.public) != _PUBLIC_BYTES:
            raise ValueError(f"expected a public share of {_PUBLIC_BYTES} bytes, got {len(self.public)}")

    @override
    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"


class ProvedLeader(_Proved):
    """The leader's share of a vector with its share of the proof."""


class ProvedHelper(_Proved):
    """The seed of the helper's share of both."""


Payload = NoisyVector | HelperSeed | LeaderShare | ProvedLeader | ProvedHelper
"""The five things a ciphertext can hold."""


def encode_payload(payload: Payload) -> bytes:
    """Return the payload as the bytes that are sealed; integers big-endian."""
    if isinstance(payload, HelperSeed):
        return bytes([_HELPER]) + payload.seed
    if isinstance(payload, LeaderShare):
        return _vector(_LEADER, len(payload.values), payload.values.astype(">u8").tobytes())
    if isinstance(payload, ProvedLeader | ProvedHelper):
        kind = _PROVED_LEADER if isinstance(payload, ProvedLeader) else _PROVED_HELPER
        return bytes([kind]) + payload.public + payload.share
    return _vector(_SITE, len(payload.values), payload.values.astype(">i8").tobytes())


def decode_noisy_vector(data: bytes, length: int) -> NoisyVector:
    """Return the site-lane payload. Raises: SealError for another kind, LengthError for another length."""
    return NoisyVector(np.frombuffer(_body(data, _SITE, length), dtype=">i8").astype(np.int64))


def decode_leader_share(data: bytes, length: int) -> LeaderShare:
    """Return the leader's payload. Raises: SealError for another kind, LengthError for another length."""
    return LeaderShare(np.frombuffer(_body(data, _LEADER, length), dtype=">u8").astype(np.uint64))


def decode_helper_seed(data: bytes) -> HelperSeed:
    """Return the helper's payload. Raises: SealError for anything else."""
    if data[:1] != bytes([_HELPER]) or len(data) != 1 + SEED_BYTES:
        raise SealError(f"expected a helper seed, got kind {data[:1].hex() or 'none'}, {len(data)} bytes")
    return HelperSeed(data[1:])


def decode_proved_leader(data: bytes, share_bytes: int) -> ProvedLeader:
    """Return the leader's payload. Raises: SealError for another kind, LengthError for another length."""
    return ProvedLeader(*_proved(data, _PROVED_LEADER, share_bytes))


def decode_proved_helper(data: bytes) -> ProvedHelper:
    """Return the helper's payload. Raises: SealError for another kind, LengthError for another length."""
    return ProvedHelper(*_proved(data, _PROVED_HELPER, _HELPER_SHARE_BYTES))


def _proved(data: bytes, kind: int, share_bytes: int) -> tuple[bytes, bytes]:
    if data[:1] != bytes([kind]):
        raise SealError(f"expected a share of kind {kind:02x}, got kind {data[:1].hex() or 'none'}")
    if len(data) != 1 + _PUBLIC_BYTES + share_bytes:
        raise LengthError(f"expected {1 + _PUBLIC_BYTES + share_bytes} bytes, got {len(data)}")
    return data[1 : 1 + _PUBLIC_BYTES], data[1 + _PUBLIC_BYTES :]


def _vector(kind: int, length: int, body: bytes) -> bytes:
    return bytes([kind]) + length.to_bytes(4, "big") + body


def _body(data: bytes, kind: int, length: int) -> bytes:
    if data[:1] != bytes([kind]) or len(data) < _PREFIX_BYTES:
        raise SealError(f"expected a share of kind {kind:02x}, got kind {data[:1].hex() or 'none'}")
    stated = int.from_bytes(data[1:_PREFIX_BYTES], "big")
    if stated > MAX_ENTRIES or len(data) != _PREFIX_BYTES + 8 * stated:
        raise SealError(f"expected {stated} entries as stated, got {len(data) - _PREFIX_BYTES} bytes")
    if stated != length:
        raise LengthError(f"expected {length} entries, got {stated}")
    return data[_PREFIX_BYTES:]
