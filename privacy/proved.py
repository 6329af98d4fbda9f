"""A site's exact vector under a proof: each cell is at most what one site may add, whatever the site sends.

The cells are entries of Prio3SumVec. Coverage is larger than any cell: it rides as digits to the base of one
more than that maximum, so that one bound holds for all entries. Sums and noise are of Field128.
Source: shared/wire/PROTOCOL.md §20.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from privacy.errors import ShareError
from privacy.payload import ProvedHelper, ProvedLeader
from privacy.randomness import Random
from privacy.vdaf.field import FIELD128, Elements
from privacy.vdaf.prio3 import Party, Prio3, VerifyState
from privacy.vdaf.range_check import best_chunk_length, bit_weights
from privacy.vdaf.variants import prio3_sum_vec
from shared.wire.reader import bytes32

MOST_COVERAGE_S: Final = (1 << 20) - 1
"""Coverage that digits must be able to say: 12 days, and no epoch is longer than 7."""

_CONTEXT: Final = b"shoal/1 proof"
_INT64_MOST: Final = (1 << 63) - 1


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Verifying:
    """One party's verification of one report, between its verifier share and the verdict."""

    prio3: Prio3
    party: Party
    state: VerifyState
    share: bytes
    """Its verifier share, which the other party may see."""

    def output(self, theirs: bytes) -> Elements:
        """Return the party's share of the vector once both verifier shares speak for it: int64 (limbs, n).

        Raises: ProofError when they do not.
        """
        shares = (self.share, theirs) if self.party == 0 else (theirs, self.share)
        return self.prio3.verify_next(self.state, self.prio3.verifier_shares_to_message(*shares))


@dataclass(frozen=True, slots=True)
class ProvedVectors:
    """How the vectors of one task are shared, proved, verified and summed."""

    entries: int
    """Entries of a vector: cells, then coverage."""
    most: int
    """The most one site may add to one cell, in the task's units."""

    def __post_init__(self) -> None:
        """Raise ValueError for a vector without cells or a maximum of nothing."""
        if self.entries < 2 or self.most < 1:
            raise ValueError(f"expected cells and a maximum of at least 1, got {self.entries}, {self.most}")

    @property
    def digits(self) -> int:
        """Entries that coverage takes."""
        count = 1
        while (self.most + 1) ** count <= MOST_COVERAGE_S:
            count += 1
        return count

    @property
    def sum_bytes(self) -> int:
        """Bytes of an encoded sum of shares."""
        return (self.entries - 1 + self.digits) * FIELD128.encoded_size

    @property
    def leader_share_bytes(self) -> int:
        """Bytes of the leader's share of one report."""
        return self._prio3(b"").leader_share_size

    def bounded(self, vector: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the vector with every cell cut to what can be proved: int64 (entries,)."""
        cells = np.clip(vector[:-1], 0, self.most)
        return np.append(cells, np.clip(vector[-1], 0, MOST_COVERAGE_S))

    def shard(
        self, vector: NDArray[np.int64], header: bytes, report_id: bytes, random: Random
    ) -> tuple[ProvedLeader, ProvedHelper]:
        """Return both parties' shares of a bounded vector with their proof.

        Raises: ShareError for a vector of another length or out of bounds.
        """
        prio3 = self._prio3(header)
        try:
            made = prio3.shard(self._to_entries(vector), report_id, random(prio3.rand_size))
        except ValueError as error:
            raise ShareError(f"expected {self.entries} entries within bounds: {error}") from error
        return ProvedLeader(made.public, made.leader), ProvedHelper(made.public, made.helper)

    def verifying(
        self, payload: ProvedLeader | ProvedHelper, header: bytes, report_id: bytes, verify_key: bytes
    ) -> Verifying:
        """Return a party's verification of its share.  Raises: ProofError for a share that is none."""
        prio3, party = self._prio3(header), _party(payload)
        state, share = prio3.verify_init(verify_key, party, report_id, payload.public, payload.share)
        return Verifying(prio3, party, state, share)

    def summed(self, shares: Iterable[tuple[ProvedLeader | ProvedHelper, bytes]]) -> bytes:
        """Return the encoded sum of shares, each with its report's header; all of them must be verified."""
        total = FIELD128.zeros(self.entries - 1 + self.digits)
        for payload, header in shares:
            output = self._prio3(header).output_share(_party(payload), payload.share)
            total = FIELD128.add(total, output)
        return FIELD128.encode(total)

    def noisy(self, total: bytes, noise: NDArray[np.int64]) -> bytes:
        """Return the encoded sum with noise in its cells, int64 (entries − 1,)."""
        spread = FIELD128.from_ints([*noise.tolist(), *[0] * self.digits])
        return FIELD128.encode(FIELD128.add(FIELD128.decode(total), spread))

    def opened(self, left: bytes, right: bytes) -> NDArray[np.int64]:
        """Return the vector behind both parties' sums, int64 (entries,), noise in its cells.

        Raises: ShareError for sums of another length, and for one that no number of sites can have reached.
        """
        if not len(left) == len(right) == self.sum_bytes:
            raise ShareError(f"expected two sums of {self.sum_bytes} bytes, got {len(left)}, {len(right)}")
        try:
            both = FIELD128.add(FIELD128.decode(left), FIELD128.decode(right))
        except ValueError as error:
            raise ShareError("expected sums in the field, got others") from error
        values = [_centred(value) for value in FIELD128.to_ints(both)]
        cells, digits = values[: self.entries - 1], values[self.entries - 1 :]
        coverage_s = sum(digit * (self.most + 1) ** at for at, digit in enumerate(digits))
        if any(abs(value) > _INT64_MOST for value in (*cells, coverage_s)):
            raise ShareError("expected a sum that sites can have reached, got one beyond all integers")
        return np.array([*cells, coverage_s], dtype=np.int64)

    def _to_entries(self, vector: NDArray[np.int64]) -> list[int]:
        if vector.shape != (self.entries,):
            raise ValueError(f"got shape {vector.shape}")
        *cells, coverage_s = vector.tolist()
        if not 0 <= coverage_s <= MOST_COVERAGE_S:
            raise ValueError(f"got {coverage_s} seconds of coverage")
        base = self.most + 1
        return [*cells, *(coverage_s // base**at % base for at in range(self.digits))]

    def _prio3(self, header: bytes) -> Prio3:
        length = self.entries - 1 + self.digits
        chunk = _chunk_length(length * len(bit_weights(self.most)))
        return prio3_sum_vec(_CONTEXT + bytes32(header), length, self.most, chunk)


def _party(payload: ProvedLeader | ProvedHelper) -> Party:
    return 0 if isinstance(payload, ProvedLeader) else 1


def _centred(value: int) -> int:
    return value if value <= FIELD128.modulus // 2 else value - FIELD128.modulus


@lru_cache(maxsize=64)
def _chunk_length(bits: int) -> int:
    return best_chunk_length(bits)
