"""The helper as the server side of a round asks it.

Source: shared/wire/PROTOCOL.md §21.4.
"""

from collections.abc import Collection
from dataclasses import dataclass

from aggregator.aggregate.digest import batch_digest
from aggregator.aggregate.helper_client import HelperClient
from aggregator.errors import PeerError
from shared.schemas.learning import (
    Instruction,
    RoundHeldRequest,
    RoundSumAnswer,
    RoundSumRequest,
    SignedRoundHeldAnswer,
    SignedRoundSumAnswer,
)
from shared.wire.problems import Problem


@dataclass(frozen=True, slots=True)
class RoundHelper:
    """Asks one helper about rounds; implements aggregator.ports.Sums."""

    client: HelperClient

    def held(self, told: Instruction, report_ids: Collection[bytes]) -> set[bytes]:
        """Return which of the reports the helper holds too. Raises: PeerError."""
        request = RoundHeldRequest(
            issued_at=self.client.clock.now(),
            nonce=self.client.nonce(),
            instruction=told,
            report_ids=_hex(report_ids),
        )
        found = self.client.ask("/v1/rounds/held", request, SignedRoundHeldAnswer)
        if isinstance(found, Problem):
            raise PeerError(f"the helper refused: {found.title} ({found.name})")
        return {bytes.fromhex(one) for one in found.answer.report_ids} & set(report_ids)

    def sums(self, told: Instruction, report_ids: Collection[bytes]) -> RoundSumAnswer | Problem:
        """Return the helper's sums over exactly these reports, or its refusal. Raises: PeerError."""
        digest = batch_digest(report_ids).hex()
        request = RoundSumRequest(
            issued_at=self.client.clock.now(),
            nonce=self.client.nonce(),
            instruction=told,
            report_ids=_hex(report_ids),
            count=len(report_ids),
            digest=digest,
        )
        found = self.client.ask("/v1/rounds/sum", request, SignedRoundSumAnswer)
        if isinstance(found, Problem):
            return found
        named = [bytes.fromhex(one) for group in found.answer.sums for one in group.report_ids]
        if (
            found.answer.digest != digest
            or len(set(named)) != len(named)
            or not set(named) <= set(report_ids)
        ):
            raise PeerError("expected sums over the reports that were asked for, got others")
        return found.answer


def _hex(report_ids: Collection[bytes]) -> tuple[str, ...]:
    return tuple(one.hex() for one in sorted(report_ids))
